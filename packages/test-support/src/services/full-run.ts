import process from 'node:process'

/** Whether to run everything, or only what is quick: `FULL=1 pnpm test` is what CI runs. */
export const FULL = process.env.CI !== undefined || process.env.FULL !== undefined
