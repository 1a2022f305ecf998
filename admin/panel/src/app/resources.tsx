// What the panel shows of the server's objects: a chunk for each, loaded when it is first opened.
import FilmIcon from '@mui/icons-material/MovieOutlined';
import GenreIcon from '@mui/icons-material/LocalOfferOutlined';
import PersonIcon from '@mui/icons-material/PeopleOutlined';
import TokenIcon from '@mui/icons-material/KeyOutlined';
import UserIcon from '@mui/icons-material/ManageAccountsOutlined';
import type { ResourceProps } from 'react-admin';
import { Route } from 'react-router-dom';
import type { Genre, Film, Person } from '../api/types.ts';
import { chunk } from './chunk.tsx';

const ImportPage = chunk(() => import('../imports/ImportPage.tsx'));
/** /films/import and the like; within the resource, which the page asks for. */
const importing = <Route path="import" element={<ImportPage />} />;

export const resources: ResourceProps[] = [
  {
    name: 'films',
    icon: FilmIcon,
    list: chunk(() => import('../films/FilmList.tsx')),
    edit: chunk(() => import('../films/FilmEdit.tsx')),
    create: chunk(() => import('../films/FilmCreate.tsx')),
    recordRepresentation: (film: Film) => film.title,
    children: importing,
  },
  {
    name: 'genres',
    icon: GenreIcon,
    list: chunk(() => import('../genres/GenreList.tsx')),
    edit: chunk(() => import('../genres/GenreEdit.tsx')),
    create: chunk(() => import('../genres/GenreCreate.tsx')),
    recordRepresentation: (genre: Genre) => genre.name,
    children: importing,
  },
  {
    name: 'persons',
    icon: PersonIcon,
    list: chunk(() => import('../persons/PersonList.tsx')),
    edit: chunk(() => import('../persons/PersonEdit.tsx')),
    create: chunk(() => import('../persons/PersonCreate.tsx')),
    recordRepresentation: (person: Person) => person.full_name,
    children: importing,
  },
  { name: 'users', icon: UserIcon, list: chunk(() => import('../users/UserList.tsx')) },
  { name: 'tokens', icon: TokenIcon, list: chunk(() => import('../tokens/TokenList.tsx')) },
];
