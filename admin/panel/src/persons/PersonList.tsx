import { usualOrder } from '../api/bestFirst.ts';
import type { Person } from '../api/types.ts';
import { BulkDelete } from '../lists/BulkDelete.tsx';
import { CatalogueList } from '../lists/CatalogueList.tsx';
import { Moment } from '../lists/cells.tsx';
import type { Column } from '../lists/columns.ts';
import { ValueChips, ValueFilter } from '../lists/ValueFilter.tsx';
import { RecordLink } from '../ui/RecordLink.tsx';

const columns: Column<Person>[] = [
  { id: 'full_name', sorts: true, usual: true, cell: () => <RecordLink source="full_name" /> },
  { id: 'modified', sorts: true, usual: true, cell: ({ modified }) => <Moment value={modified} /> },
  { id: 'created', sorts: true, cell: ({ created }) => <Moment value={created} /> },
];

export default function PersonList() {
  return (
    <CatalogueList
      columns={columns}
      sort={usualOrder.persons}
      brief={({ modified }: Person) => <Moment value={modified} />}
      filters={
        <>
          <ValueFilter name="role" values={['actor', 'director', 'writer']} />
          <ValueFilter name="missing" values={['films']} />
        </>
      }
      chips={<ValueChips names={['role', 'missing']} />}
      actions={<BulkDelete />}
    />
  );
}
