"""The money: projects, amounts by source, spending plan. All amounts in the database are 元."""
