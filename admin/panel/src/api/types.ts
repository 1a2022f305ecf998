// The server's objects by name; their members are those of the OpenAPI document.
import type { components, operations } from './schema.ts';

type Schemas = components['schemas'];

export type Film = Schemas['Film'];
export type Genre = Schemas['Genre'];
export type Person = Schemas['Person'];
export type Link = Schemas['Link'];
export type Problem = Schemas['Problem'];
export type Session = Schemas['Session'];
export type Role = Schemas['Role'];
export type FoundFilm = Schemas['FoundFilm'];
export type FoundFilmPage = Schemas['FoundFilmPage'];
export type Statistics = Schemas['Statistics'];
export type Facet = Schemas['Facet'];
export type User = Schemas['User'];
export type NewUser = Schemas['NewUser'];
export type Token = Schemas['Token'];
export type NewToken = Schemas['NewToken'];
export type Scope = Schemas['Scopes'][number];
export type OwnSession = Schemas['SessionList'][number];
export type SecondFactor = Schemas['SecondFactor'];
export type SecondFactorSecret = Schemas['SecondFactorSecret'];
export type SecondFactorCodes = Schemas['SecondFactorCodes'];
export type OneTimePassword = Schemas['OneTimePassword'];
export type Permission = Session['permissions'][number];
export type { components, operations };
