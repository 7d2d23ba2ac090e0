-- What is sealed of a person is looked up by the person.
CREATE INDEX personal_datum_thing ON personal_datum (thing, field, document);
