/** Every way out there is. Texts are language resources keyed by the id of a fix and of its steps. */
export * from './certificates.ts';
export * from './outlook.ts';
export * from './providers.ts';
export * from './reach.ts';
