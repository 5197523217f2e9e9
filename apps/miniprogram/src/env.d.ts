interface ImportMetaEnv {
  readonly DEV: boolean
  /** The API's address as a mini program reaches it; an H5 build uses its own origin. */
  readonly VITE_API_BASE_URL?: string
}

interface ImportMeta {
  readonly env: ImportMetaEnv
}
