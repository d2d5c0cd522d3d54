/**
 * The store of the state cannot be used. The message tells an operator why, and at the start also what to do; it holds
 * no password and nothing that people wrote. A conflict of eTags is not in this family.
 */
export class StateError extends Error {
  override readonly name = 'StateError';
}
