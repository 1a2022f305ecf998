export default {
  resources: {
    genres: {
      name: 'Genre |||| Genres',
      new: 'New genre',
      title: 'Genre “%{name}”',
      empty: { title: 'There are no genres yet', text: 'Films are sorted into genres; add the first one.' },
      none: { title: 'No genre fits', text: 'Look for another word.' },
      fields: { id: 'Id', version: 'Version', name: 'Name', description: 'Description', created: 'Added', modified: 'Changed', films: 'Films', q: 'Search names, descriptions, ids' },
      count: '%{shown} genre |||| %{shown} genres',
      import_title: 'Import genres',
      import_columns: 'Columns: id, name, description, version. An export has them all.',
      missing: { label: 'Lacking', description: 'No description', films: 'No film' },
      bulk: {
        description: 'Set description',
        description_title: 'Description of %{smart_count} genre |||| Description of %{smart_count} genres',
        description_text: 'All of them get this text; left empty, none has a description any longer.',
        clear: 'Empty %{smart_count} description |||| Empty %{smart_count} descriptions',
        change: 'Change %{smart_count} genre |||| Change %{smart_count} genres',
        changed: '%{smart_count} genre is changed. |||| %{smart_count} genres are changed.',
        delete: 'Delete %{smart_count} genre |||| Delete %{smart_count} genres',
        delete_title: 'Delete %{smart_count} genre? |||| Delete %{smart_count} genres?',
        deleted: '%{smart_count} genre is deleted. |||| %{smart_count} genres are deleted.',
      },
    },
  },
};
