/** Runs in the page: the texts whose contrast to their ground is below 4.5. */
;(() => {
  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const toRgba = (color) => {
    brush.clearRect(0, 0, 1, 1)
    brush.fillStyle = color
    brush.fillRect(0, 0, 1, 1)
    return [...brush.getImageData(0, 0, 1, 1).data]
  }
  const toLinear = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
  const luminance = ([red, green, blue]) =>
    0.2126 * toLinear(red / 255) + 0.7152 * toLinear(green / 255) + 0.0722 * toLinear(blue / 255)
  const groundOf = (element) => {
    const color = element === null ? [255, 255, 255, 255] : toRgba(getComputedStyle(element).backgroundColor)
    return color[3] === 255 ? color : groundOf(element.parentElement)
  }
  const contrastOf = (element) => {
    const [a, b] = [toRgba(getComputedStyle(element).color), groundOf(element)].map(luminance)
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }
  const isText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')
  return [...document.querySelectorAll('body *')]
    .filter((element) => isText(element) && element.getClientRects().length > 0)
    .map((element) => ({ text: element.textContent, contrast: contrastOf(element) }))
    .filter(({ contrast }) => contrast < 4.5)
})()
