import { Create } from 'react-admin';
import { GenreForm } from './GenreForm.tsx';

export default function GenreCreate() {
  return (
    <Create redirect="edit">
      <GenreForm />
    </Create>
  );
}
