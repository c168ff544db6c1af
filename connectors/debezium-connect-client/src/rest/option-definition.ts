import { asBoolean, asFields, asOptional, asString } from './answer.ts'

/** An option as the plugin declares it. */
export type OptionDefinition = {
  name: string
  /** Kafka's type: STRING, INT, LONG, BOOLEAN, LIST, CLASS, PASSWORD … */
  type: string
  required: boolean
  defaultValue: string | undefined
  importance: string
  documentation: string
}

export function asOptionDefinition(value: unknown, at: string): OptionDefinition {
  const option = asFields(value, at)
  return {
    name: asString(option['name'], `${at}.name`),
    type: asString(option['type'], `${at}.type`),
    required: asBoolean(option['required'], `${at}.required`),
    defaultValue: asOptional(option['default_value'], `${at}.default_value`, asString),
    importance: asString(option['importance'], `${at}.importance`),
    documentation: asOptional(option['documentation'], `${at}.documentation`, asString) ?? '',
  }
}
