mod at_random;
mod fixtures;
mod folders;
mod jsons;
mod line_files;
mod samples;
mod zips;
