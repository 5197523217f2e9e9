import type { Plugin, RolldownOptions } from 'rolldown'

/**
 * Options of rolldown for a server made with this package, `src/main.ts`: one file with everything inside,
 * `dist/main.mjs`, and native packages beside it. What is imported on demand runs on demand.
 */
export function serverBundle(): RolldownOptions

/** Leaves native packages out of the bundle and copies them beside it. */
export function nativePackages(names: readonly string[]): Plugin

/** Ends each file with the licences of the packages inside. */
export function thirdPartyNotices(): Plugin
