/** Returns the URL of a file in `plain/`: JavaScript that Node runs without a build, in the workspace and when published. */
export function plainFile(name: string): URL {
  return new URL(import.meta.url.endsWith('.ts') ? `../../plain/${name}` : `../plain/${name}`, import.meta.url)
}
