import { useTranslate } from 'react-admin';
import { usualOrder } from '../api/bestFirst.ts';
import type { Film, Link } from '../api/types.ts';
import { CatalogueList } from '../lists/CatalogueList.tsx';
import { Day, Moment, Rating } from '../lists/cells.tsx';
import type { Column } from '../lists/columns.ts';
import { RecordLink } from '../ui/RecordLink.tsx';
import { FilmActions } from './FilmActions.tsx';
import { FilmChips } from './FilmChips.tsx';
import { FilmFilters } from './FilmFilters.tsx';

const names = (links: readonly Link[]) => links.map(({ name }) => name).join(', ');

const columns: Column<Film>[] = [
  { id: 'title', sorts: true, usual: true, cell: () => <RecordLink source="title" /> },
  { id: 'type', sorts: true, usual: true, cell: ({ type }) => <Kind type={type} /> },
  { id: 'creation_date', sorts: true, usual: true, cell: ({ creation_date }) => <Day value={creation_date} /> },
  { id: 'rating', sorts: true, usual: true, numeric: true, cell: ({ rating }) => <Rating value={rating} /> },
  { id: 'genres', usual: true, cell: ({ genres }) => names(genres) },
  { id: 'directors', cell: ({ directors }) => names(directors) },
  { id: 'actors', cell: ({ actors }) => names(actors) },
  { id: 'writers', cell: ({ writers }) => names(writers) },
  { id: 'certificate', cell: ({ certificate }) => certificate },
  { id: 'created', sorts: true, cell: ({ created }) => <Moment value={created} /> },
  { id: 'modified', sorts: true, cell: ({ modified }) => <Moment value={modified} /> },
];

export default function FilmList() {
  return (
    <CatalogueList
      columns={columns}
      sort={usualOrder.films}
      brief={(film: Film) => <Brief film={film} />}
      filters={<FilmFilters />}
      chips={<FilmChips />}
      actions={<FilmActions />}
    />
  );
}

function Kind({ type }: { type: Film['type'] }) {
  return useTranslate()(`resources.films.types.${type}`);
}

function Brief({ film: { type, creation_date, rating, genres } }: { film: Film }) {
  const translate = useTranslate();
  const parts = [translate(`resources.films.types.${type}`), creation_date?.slice(0, 4), names(genres)];
  return (
    <>
      {parts.filter(Boolean).join(' · ')}
      {rating !== null && ' · '}
      <Rating value={rating} />
    </>
  );
}
