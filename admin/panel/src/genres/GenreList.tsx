import { DataTable, DateField, SearchInput } from 'react-admin';
import { NoneFits } from '../ui/Empty.tsx';
import { RecordLink } from '../ui/RecordLink.tsx';
import { RecordList } from '../ui/RecordList.tsx';

const filters = [<SearchInput key="q" source="q" alwaysOn />];

export default function GenreList() {
  return (
    <RecordList filters={filters} sort={{ field: 'name', order: 'ASC' }}>
      <DataTable empty={<NoneFits />} rowClick="edit">
        <DataTable.Col source="name">
          <RecordLink source="name" />
        </DataTable.Col>
        <DataTable.Col source="modified">
          <DateField source="modified" showTime />
        </DataTable.Col>
      </DataTable>
    </RecordList>
  );
}
