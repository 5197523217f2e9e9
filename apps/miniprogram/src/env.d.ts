interface ImportMetaEnv {
  readonly DEV: boolean
  /** The API's address as a mini program reaches it; an H5 build uses its own origin. */
  readonly VITE_API_BASE_URL?: string
  /** Its address for the trial version, where it is another one. */
  readonly VITE_API_BASE_URL_TRIAL?: string
  /** Its address for the development version, where it is another one. */
  readonly VITE_API_BASE_URL_DEVELOP?: string
  /** The path of the owner's own page for people who want to give another number: `/pages/sms/sms`. */
  readonly VITE_ANOTHER_WAY_PAGE?: string
}

interface ImportMeta {
  readonly env: ImportMetaEnv
}
