#!/usr/bin/env node
/** The program `uni-phone`. */
import process from 'node:process'
import { runCommandLine } from './command-line'

process.exitCode = await runCommandLine(process.argv.slice(2), process.cwd(), process.env)
