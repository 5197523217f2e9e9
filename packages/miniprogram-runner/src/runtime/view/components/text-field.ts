import { withCommonProperties, domOf, type BuiltInDefinition, type BuiltInInstance } from './definition'

type Field = HTMLInputElement | HTMLTextAreaElement

/** Creates `<input>` or `<textarea>`: a real field of the document inside the component's element. */
export function createTextField(tag: 'input' | 'textarea'): BuiltInDefinition {
  return withCommonProperties(
    {
      properties: PROPERTIES,
      observers: {
        'value, placeholder, disabled, password'(this: BuiltInInstance) {
          const field = findField(this)
          if (field !== null) update(field, this)
        },
      },
      lifetimes: {
        attached() {
          const field = document.createElement(tag)
          field.setAttribute(
            'style',
            'border:0;outline:0;background:none;width:100%;font:inherit;color:inherit;padding:0',
          )
          domOf(this).append(field)
          update(field, this)
          listen(field, this)
        },
      },
    },
    ['disabled'],
  )
}

const PROPERTIES = {
  value: String,
  type: { type: String, value: 'text' },
  password: Boolean,
  placeholder: String,
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
}

function findField(component: BuiltInInstance): Field | null {
  return (component._$.$$ as HTMLElement | null)?.querySelector<Field>('input, textarea') ?? null
}

function update(field: Field, { data }: BuiltInInstance): void {
  const { value = '', placeholder = '', disabled, password, maxlength } = data
  if (field.value !== value) field.value = String(value)
  field.placeholder = String(placeholder)
  field.disabled = disabled === true
  if (password === true) field.setAttribute('type', 'password')
  if (typeof maxlength === 'number' && maxlength >= 0) field.maxLength = maxlength
}

function listen(field: Field, component: BuiltInInstance): void {
  const send = (type: string, detail: object): void => {
    component._$.triggerEvent(type, detail, {})
  }
  field.addEventListener('input', (event) => {
    // glass-easel listens to the document's own event, too, and would send a second one without a value
    event.stopPropagation()
    send('input', { value: field.value, cursor: field.value.length, keyCode: 0 })
  })
  field.addEventListener('focus', () => {
    send('focus', { value: field.value, height: 0 })
  })
  field.addEventListener('blur', () => {
    send('blur', { value: field.value, cursor: field.value.length })
  })
  field.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Enter') send('confirm', { value: field.value })
  })
}
