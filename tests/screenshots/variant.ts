import { join } from 'node:path'

/** What each state is photographed in. */
export interface Variant {
  readonly theme: 'light' | 'dark'
  readonly language: 'zh' | 'en'
  readonly width: 320 | 390
}

export const VARIANTS: readonly Variant[] = (['light', 'dark'] as const).flatMap((theme) =>
  (['zh', 'en'] as const).flatMap((language) => ([320, 390] as const).map((width) => ({ theme, language, width }))),
)

export const HEIGHTS = { 320: 568, 390: 844 } as const

export function nameOf({ theme, language, width }: Variant): string {
  return `${language}-${theme}-${width}`
}

/** Takes a picture of a state. */
export type Shoot = (state: string) => Promise<void>

export function shotFile(folder: string, platform: 'mp-weixin' | 'h5', variant: Variant, state: string): string {
  return join(folder, platform, nameOf(variant), `${state}.png`)
}
