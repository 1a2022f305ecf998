import { Edit } from 'react-admin';
import { FilmForm } from './FilmForm.tsx';

export default function FilmEdit() {
  return (
    <Edit mutationMode="pessimistic" actions={false}>
      <FilmForm />
    </Edit>
  );
}
