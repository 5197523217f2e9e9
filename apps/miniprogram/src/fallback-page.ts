/** The owner's own page for people who want to give another number, by SMS for instance; undefined without one. */
export function readAnotherWay(): string | undefined {
  return import.meta.env.VITE_ANOTHER_WAY_PAGE || undefined
}

export function goAnotherWay(): void {
  const url = readAnotherWay()
  if (url !== undefined) void uni.navigateTo({ url })
}
