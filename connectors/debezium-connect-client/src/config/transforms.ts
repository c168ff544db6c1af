import type { TransformOptions, TransformType, PredicateOptions, PredicateType } from './known.ts'
import { optionString, type OptionValue } from './value.ts'

/** A single message transform, applied in the order of declaration. */
export type Transform<P extends string = string> = {
  /** Unique among the transforms; letters, digits, `-` and `_`. */
  name: string
  /** Class of the transform. */
  type: string
  options: Readonly<Record<string, OptionValue | undefined>>
  /** Name of a declared predicate: applied only to records that match it. */
  predicate?: P
  /** Applied only to records that do not match the predicate. */
  negate?: boolean
}

export type Predicate = {
  /** Class of the predicate. */
  type: string
  options: Readonly<Record<string, OptionValue | undefined>>
}

/** Declares a transform; the options of the classes in `KnownTransforms` are checked. */
export function transform<const T extends TransformType, const P extends string = never>(declared: {
  name: string
  type: T
  options: TransformOptions<T>
  predicate?: P
  negate?: boolean
}): Transform<P> {
  return { ...declared, options: { ...declared.options } }
}

/** Declares a predicate; the options of the classes in `KnownPredicates` are checked. */
export function predicate<const T extends PredicateType>(
  type: T,
  options: PredicateOptions<T>,
): Predicate {
  return { type, options: { ...options } }
}

/** `transforms`, `transforms.<name>.type` and so on. Throws a `TypeError` for what can't be right. */
export function transformEntries(
  transforms: readonly Transform[],
  predicates: Readonly<Record<string, Predicate>>,
): [name: string, value: string][] {
  const names = transforms.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TypeError(`two transforms are named ${twice}`)
  return [
    ...declaration('transforms', names),
    ...transforms.flatMap((declared) => transformOptions(declared, predicates)),
    ...declaration('predicates', Object.keys(predicates)),
    ...Object.entries(predicates).flatMap(([name, { type, options }]) =>
      prefixed(`predicates.${name}`, { ...options, type }),
    ),
  ]
}

function transformOptions(
  { name, type, options, predicate: when, negate }: Transform,
  predicates: Readonly<Record<string, Predicate>>,
): [string, string][] {
  if (when !== undefined && !Object.hasOwn(predicates, when)) {
    throw new TypeError(`the transform ${name} has a predicate that is not declared: ${when}`)
  }
  if (negate !== undefined && when === undefined) {
    throw new TypeError(`the transform ${name} negates no predicate`)
  }
  return prefixed(`transforms.${name}`, { ...options, type, predicate: when, negate })
}

function declaration(option: string, names: readonly string[]): [string, string][] {
  const odd = names.find((name) => !/^[\w-]+$/.test(name))
  if (odd !== undefined) throw new TypeError(`not a name for one of ${option}: "${odd}"`)
  return names.length > 0 ? [[option, names.join(',')]] : []
}

function prefixed(
  prefix: string,
  options: Readonly<Record<string, OptionValue | undefined>>,
): [string, string][] {
  return Object.entries(options).flatMap(([option, value]) => {
    const name = `${prefix}.${option}`
    return value === undefined ? [] : [[name, optionString(name, value)]]
  })
}
