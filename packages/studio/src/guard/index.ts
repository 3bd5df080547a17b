/** Who may talk to a server. */
export { type Asking, cookieOfToken, type GuardPolicy, isToken, type Refusal, refusalOf } from './guard.ts';
