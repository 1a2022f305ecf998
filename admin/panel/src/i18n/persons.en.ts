export default {
  resources: {
    persons: {
      name: 'Person |||| People',
      new: 'New person',
      title: 'Person “%{name}”',
      empty: { title: 'There is nobody yet', text: 'Add the people who make the films, then name them in the films.' },
      none: { title: 'Nobody fits', text: 'Look for another word.' },
      fields: { id: 'Id', version: 'Version', full_name: 'Name', created: 'Added', modified: 'Changed', films: 'Films', q: 'Search names, ids' },
      count: '%{shown} person |||| %{shown} people',
      import_title: 'Import people',
      import_columns: 'Columns: id, full_name, version. An export has them all.',
      role: { label: 'Part', actor: 'Actors', director: 'Directors', writer: 'Writers' },
      missing: { label: 'Lacking', films: 'No film' },
      bulk: {
        delete: 'Delete %{smart_count} person |||| Delete %{smart_count} people',
        delete_title: 'Delete %{smart_count} person? |||| Delete %{smart_count} people?',
        deleted: '%{smart_count} person is deleted. |||| %{smart_count} people are deleted.',
      },
    },
  },
};
