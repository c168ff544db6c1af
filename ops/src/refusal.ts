/** A reason not to go on that the operator can do something about; shown without a stack. */
export class Refusal extends Error {
  override name = 'Refusal'
}
