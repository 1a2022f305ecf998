export default {
  resources: {
    persons: {
      name: 'Person |||| People',
      empty: { title: 'There is nobody yet', text: 'Add the people who make the films, then name them in the films.' },
      none: { title: 'Nobody fits', text: 'Look for another word.' },
      fields: { id: 'Id', full_name: 'Name', created: 'Added', modified: 'Changed', q: 'Search names' },
    },
  },
};
