interface ImportMetaEnv {
  readonly DEV: boolean
  /** Address of the API for the mini program; an H5 build uses its own origin. */
  readonly VITE_API_BASE_URL?: string
  /** Address for the trial version, if it differs. */
  readonly VITE_API_BASE_URL_TRIAL?: string
  /** Address for the development version, if it differs. */
  readonly VITE_API_BASE_URL_DEVELOP?: string
  /** Path of the owner's fallback page for users who want to give another number, such as `/pages/sms/sms`. */
  readonly VITE_ANOTHER_WAY_PAGE?: string
}

interface ImportMeta {
  readonly env: ImportMetaEnv
}
