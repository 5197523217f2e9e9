import process from 'node:process'

/** True to run what CI runs, and not only what is quick: `FULL=1 pnpm test`. */
export const FULL = process.env.CI !== undefined || process.env.FULL !== undefined

/** True to run what takes minutes, too: `pnpm test:full`. */
export const EXHAUSTIVE = process.env.EXHAUSTIVE !== undefined
