import { Edit } from 'react-admin';
import { GenreForm } from './GenreForm.tsx';

export default function GenreEdit() {
  return (
    <Edit mutationMode="pessimistic" actions={false}>
      <GenreForm />
    </Edit>
  );
}
