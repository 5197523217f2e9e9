/** Names of the project before it has an owner. These files keep it: it is what they look for. */
export const ORIGINAL = { name: 'uni-phone', scope: '@uni-phone' }

/** Where people see the name: here it becomes the title. */
export const SHOWN_IN: readonly string[] = [
  'apps/miniprogram/index.html',
  'apps/miniprogram/src/h5/OpenInWeChat.vue',
  'apps/miniprogram/src/manifest.json',
  'apps/miniprogram/src/pages.json',
  'apps/miniprogram/src/texts/messages.ts',
  'tests/screenshots/mini-program-states.ts',
  'tests/screenshots/readme-picture.ts',
]

/** The licence's notice has to stay, and what has happened has happened. */
const LEFT_ALONE = /^(LICENSE|CHANGELOG\.md|scripts\/rename-project.*|tests\/rename.*)$/

export const isLeftAlone = (file: string): boolean => LEFT_ALONE.test(file)

/**
 * Names on the wire and in stores: types of errors, keys in Redis, and what keys are derived from. They stay, so that
 * instances of before and after a rename, and mini programs on phones, go on understanding each other.
 */
export const ON_THE_WIRE =
  /urn:uni-phone\b|uni-phone:(?=[a-z*])|(?<=')uni-phone(?= names')|(?<=`)uni-phone(?= answer \$)/
