/**
 * Makes vue-tsc check <view> and <button>, which it takes for unchecked native tags: they are components here, declared
 * in src/uni-components.d.ts.
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
