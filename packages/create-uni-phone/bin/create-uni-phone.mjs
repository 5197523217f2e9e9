#!/usr/bin/env node
// only syntax that old versions of Node understand: it has to be able to say that they are too old
import process from 'node:process'

var REQUIRED = [20, 19]
var version = process.versions.node.split('.').map(Number)
var isTooOld = version[0] < REQUIRED[0] || (version[0] === REQUIRED[0] && version[1] < REQUIRED[1])

if (isTooOld) {
  process.stderr.write(
    'Node.js ' +
      process.versions.node +
      ' 太旧：需要 20.19 以上，从 https://nodejs.org 安装 LTS 版本。\n' +
      'Node.js ' +
      process.versions.node +
      ' is too old: install 20.19 or newer, the LTS version from https://nodejs.org\n',
  )
  process.exitCode = 1
} else {
  import('../dist/index.mjs').then(function (create) {
    return create.main()
  })
}
