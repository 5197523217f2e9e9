import process from 'node:process'

/** Whether to run what CI runs, or only what is quick: `FULL=1 pnpm test`. */
export const FULL = process.env.CI !== undefined || process.env.FULL !== undefined

/** Whether to run what takes minutes, too: `pnpm test:full`. */
export const EXHAUSTIVE = process.env.EXHAUSTIVE !== undefined
