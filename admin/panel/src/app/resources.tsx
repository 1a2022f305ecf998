// What the panel shows of the server's objects: a chunk for each, loaded when it is first opened.
import FilmIcon from '@mui/icons-material/MovieOutlined';
import GenreIcon from '@mui/icons-material/LocalOfferOutlined';
import PersonIcon from '@mui/icons-material/PeopleOutlined';
import TokenIcon from '@mui/icons-material/KeyOutlined';
import UserIcon from '@mui/icons-material/ManageAccountsOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import { Route } from 'react-router-dom';
import type { Genre, Film, Person } from '../api/types.ts';

const ImportPage = lazy(() => import('../imports/ImportPage.tsx'));
/** /films/import and the like; within the resource, which the page asks for. */
const importing = <Route path="import" element={<ImportPage />} />;

export const resources: ResourceProps[] = [
  {
    name: 'films',
    icon: FilmIcon,
    list: lazy(() => import('../films/FilmList.tsx')),
    edit: lazy(() => import('../films/FilmEdit.tsx')),
    create: lazy(() => import('../films/FilmCreate.tsx')),
    recordRepresentation: (film: Film) => film.title,
    children: importing,
  },
  {
    name: 'genres',
    icon: GenreIcon,
    list: lazy(() => import('../genres/GenreList.tsx')),
    edit: lazy(() => import('../genres/GenreEdit.tsx')),
    create: lazy(() => import('../genres/GenreCreate.tsx')),
    recordRepresentation: (genre: Genre) => genre.name,
    children: importing,
  },
  {
    name: 'persons',
    icon: PersonIcon,
    list: lazy(() => import('../persons/PersonList.tsx')),
    edit: lazy(() => import('../persons/PersonEdit.tsx')),
    create: lazy(() => import('../persons/PersonCreate.tsx')),
    recordRepresentation: (person: Person) => person.full_name,
    children: importing,
  },
  { name: 'users', icon: UserIcon, list: lazy(() => import('../users/UserList.tsx')) },
  { name: 'tokens', icon: TokenIcon, list: lazy(() => import('../tokens/TokenList.tsx')) },
];
