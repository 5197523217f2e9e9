import { openPage } from './navigation'

/** Path of the owner's page for users who want to give another number, for example by SMS; undefined if there is none. */
export function readFallbackPage(): string | undefined {
  return import.meta.env.VITE_ANOTHER_WAY_PAGE || undefined
}

export function openFallbackPage(): void {
  const url = readFallbackPage()
  if (url !== undefined) openPage(url)
}
