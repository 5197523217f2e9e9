/**
 * vue-tsc takes <view> and <button> for native tags, which are not type-checked; here they are components,
 * declared in src/uni-components.d.ts.
 */
const native = ['block', 'template', 'slot', 'component']
module.exports = () => ({
  version: 2,
  name: 'volar-uni',
  resolveTemplateCompilerOptions(options) {
    options.isNativeTag = (tag) => native.includes(tag)
    return options
  },
})
