-- When a series got values last: one of which nothing is kept any more gives its place in the quota back.
alter table series add column seen_on date not null default current_date;
