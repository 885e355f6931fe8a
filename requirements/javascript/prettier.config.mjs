// As the Python is written: tabs, 110 columns.
export default { useTabs: true, tabWidth: 4, printWidth: 110 };
