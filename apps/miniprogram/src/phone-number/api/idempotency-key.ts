/**
 * Returns a version 4 UUID. A mini program has no `crypto`; the key only has to differ from the keys of other taps. It
 * is no secret: the server binds it to the body it came with.
 */
export function createIdempotencyKey(random: () => number = Math.random): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16)
    return (place === 'x' ? digit : (digit % 4) + 8).toString(16)
  })
}
