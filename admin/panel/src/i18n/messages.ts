// Every text, by language. An area is a pair of files <area>.en.ts and <area>.ru.ts with the same keys.
import english from 'ra-language-english';
import russian from 'ra-language-russian';
import appEn from './app.en.ts';
import appRu from './app.ru.ts';
import dashboardEn from './dashboard.en.ts';
import dashboardRu from './dashboard.ru.ts';
import deletionEn from './deletion.en.ts';
import deletionRu from './deletion.ru.ts';
import filesEn from './files.en.ts';
import filesRu from './files.ru.ts';
import filmsEn from './films.en.ts';
import filmsRu from './films.ru.ts';
import freshnessEn from './freshness.en.ts';
import freshnessRu from './freshness.ru.ts';
import genresEn from './genres.en.ts';
import genresRu from './genres.ru.ts';
import historyEn from './history.en.ts';
import historyRu from './history.ru.ts';
import importsEn from './imports.en.ts';
import importsRu from './imports.ru.ts';
import listsEn from './lists.en.ts';
import listsRu from './lists.ru.ts';
import operationsEn from './operations.en.ts';
import operationsRu from './operations.ru.ts';
import personsEn from './persons.en.ts';
import personsRu from './persons.ru.ts';
import profileEn from './profile.en.ts';
import profileRu from './profile.ru.ts';
import reactAdminRu from './react_admin.ru.ts';
import savingEn from './saving.en.ts';
import savingRu from './saving.ru.ts';
import searchEn from './search.en.ts';
import searchRu from './search.ru.ts';
import tokensEn from './tokens.en.ts';
import tokensRu from './tokens.ru.ts';
import usersEn from './users.en.ts';
import usersRu from './users.ru.ts';

export type Messages = { [key: string]: string | Messages };

/** Members of all, one in another; the later one wins where two say a text. */
export function merged(...parts: object[]): Messages {
  const whole: Messages = {};
  for (const part of parts as Messages[]) {
    for (const [key, value] of Object.entries(part)) {
      const there = whole[key];
      whole[key] = typeof value === 'string' ? value : merged(typeof there === 'object' ? there : {}, value);
    }
  }
  return whole;
}

export const messages: Record<'en' | 'ru', Messages> = {
  en: merged(english, appEn, filmsEn, genresEn, personsEn, operationsEn, dashboardEn, freshnessEn, searchEn, profileEn, tokensEn, usersEn, historyEn, savingEn, deletionEn, importsEn, listsEn, filesEn),
  ru: merged(russian, reactAdminRu, appRu, filmsRu, genresRu, personsRu, operationsRu, dashboardRu, freshnessRu, searchRu, profileRu, tokensRu, usersRu, historyRu, savingRu, deletionRu, importsRu, listsRu, filesRu),
};
