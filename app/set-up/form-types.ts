/** What a form of the set-up asks for, as data. */
export type FieldSpec = {
  name: string
  label: string
  kind: 'text' | 'select' | 'check' | 'checks' | 'companies' | 'lines'
  hint?: string
  optional?: boolean
  placeholder?: string
  options?: readonly { value: string; label: string; hint?: string }[]
  /** Of companies: how many there are, of which `options` are the first. */
  total?: number
  /** The server's name of the field, where it is another. */
  errorField?: string
  type?: 'text' | 'email' | 'time' | 'number'
  autoComplete?: string
}
export type FormValue = string | boolean | readonly string[]
export type FormValues = Readonly<Record<string, FormValue>>

/** Companies to choose from: the first of `total`. */
export type Choices = { options: readonly { value: string; label: string }[]; total: number }

/** Asks to which companies it is limited; not while there are none. */
export const companiesField = ({ options, total }: Choices, hint: string): FieldSpec[] =>
  total === 0
    ? []
    : [{ name: 'companies', label: 'Companies', kind: options.length < total ? 'companies' : 'checks', options, total, hint }]

/** The entered text; a check box is none. */
export const textIn = (values: FormValues, name: string): string => {
  const value = values[name]
  return typeof value === 'string' ? value : ''
}
export const isChecked = (values: FormValues, name: string): boolean => values[name] === true
export const chosenIn = (values: FormValues, name: string): string[] => {
  const value = values[name]
  return Array.isArray(value) ? [...value] : []
}
