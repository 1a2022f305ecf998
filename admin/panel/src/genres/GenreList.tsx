import { usualOrder } from '../api/bestFirst.ts';
import type { Genre } from '../api/types.ts';
import { CatalogueList } from '../lists/CatalogueList.tsx';
import { Moment } from '../lists/cells.tsx';
import type { Column } from '../lists/columns.ts';
import { ValueChips, ValueFilter } from '../lists/ValueFilter.tsx';
import { RecordLink } from '../ui/RecordLink.tsx';
import { GenreActions } from './GenreActions.tsx';

const columns: Column<Genre>[] = [
  { id: 'name', sorts: true, usual: true, cell: () => <RecordLink source="name" /> },
  { id: 'description', usual: true, cell: ({ description }) => shortened(description ?? '') },
  { id: 'modified', sorts: true, usual: true, cell: ({ modified }) => <Moment value={modified} /> },
  { id: 'created', sorts: true, cell: ({ created }) => <Moment value={created} /> },
];

const longest = 140; // letters of a description in a row

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text;
}

export default function GenreList() {
  return (
    <CatalogueList
      columns={columns}
      sort={usualOrder.genres}
      brief={({ description }: Genre) => shortened(description ?? '')}
      filters={<ValueFilter name="missing" values={['description', 'films']} />}
      chips={<ValueChips names={['missing']} />}
      actions={<GenreActions />}
    />
  );
}
