import { asFields, asList, asNumber, asOptional, asString, asStrings } from './answer.ts'
import { ConfigInvalid } from './errors.ts'
import { asOptionDefinition, type OptionDefinition } from './option-definition.ts'

export type ValidatedOption = {
  /** Undefined for an option that the plugin doesn't declare. */
  definition: OptionDefinition | undefined
  /** The value it would have, if the plugin tells; Debezium does not tell all. */
  value: string | undefined
  recommendedValues: readonly string[]
  errors: readonly string[]
}

export type Validation = {
  /** The connector's class. */
  name: string
  valid: boolean
  errorCount: number
  /** Every option by name, in the plugin's order. */
  options: Readonly<Record<string, ValidatedOption>>
  /** Error messages by option name, only of options that have any. */
  errors: Readonly<Record<string, readonly string[]>>
}

export function asValidation(body: unknown): Validation {
  const answer = asFields(body, 'validation')
  const errorCount = asNumber(answer['error_count'], 'error_count')
  const options = Object.fromEntries(asList(answer['configs'], 'configs', asValidatedOption))
  const wrong = Object.entries(options).filter(([, option]) => option.errors.length > 0)
  return {
    name: asString(answer['name'], 'name'),
    valid: errorCount === 0,
    errorCount,
    options,
    errors: Object.fromEntries(wrong.map(([name, { errors }]) => [name, errors])),
  }
}

export function configInvalid(call: string, { errors }: Validation): ConfigInvalid {
  const messages = Object.entries(errors).flatMap(([name, of]) => of.map((e) => `${name}: ${e}`))
  return new ConfigInvalid({ call }, messages, errors)
}

function asValidatedOption(body: unknown, at: string): [name: string, option: ValidatedOption] {
  const { definition, value: answer } = asFields(body, at)
  const value = asFields(answer, `${at}.value`)
  const option = {
    definition: asOptional(definition, `${at}.definition`, asOptionDefinition),
    value: asOptional(value['value'], `${at}.value.value`, asString),
    recommendedValues: asStrings(value['recommended_values'], `${at}.value.recommended_values`),
    errors: asStrings(value['errors'], `${at}.value.errors`),
  }
  return [asString(value['name'], `${at}.value.name`), option]
}
