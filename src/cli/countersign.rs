//! `beian countersign`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::countersign::SecondWord;
use crate::domain::mask::without_personal;
use crate::work::countersign::{Answer, answer};
use clap::{Args, Subcommand};
use std::fmt::Display;
use std::process::ExitCode;

/// Commands of `countersign`.
#[derive(Debug, Subcommand)]
pub enum CountersignCommand {
    /// List what waits for a second word, or for its deed
    List(CountersignListArgs),
    /// Give the word for a request of another supervisor or reviewer (by a supervisor, on record)
    Give(CountersignAnswerArgs),
    /// Refuse it (by a supervisor, on record)
    Refuse(CountersignAnswerArgs),
}

/// Arguments of `countersign list`.
#[derive(Debug, Args)]
pub struct CountersignListArgs {
    /// The newest requests, whatever became of them
    #[arg(long)]
    pub all: bool,
    /// At most so many
    #[arg(long, default_value_t = 100)]
    pub limit: usize,
}

/// Arguments of `countersign give` and `refuse`.
#[derive(Debug, Args)]
pub struct CountersignAnswerArgs {
    /// The request's number
    pub id: i64,
    /// A word to whoever asked
    #[arg(long, default_value = "")]
    pub note: String,
}

/// Runs a command of `countersign`.
pub fn run(global: &Global, command: &CountersignCommand, out: &Out) -> Result<ExitCode, Failure> {
    let (args, what) = match command {
        CountersignCommand::List(args) => return list(global, args, out),
        CountersignCommand::Give(args) => (args, Answer::Give),
        CountersignCommand::Refuse(args) => (args, Answer::Refuse),
    };
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let word = answer(&mut desk, me.id, args.id, what, &args.note, crate::work::now())?;
    print(&[word], out)
}

fn list(global: &Global, args: &CountersignListArgs, out: &Out) -> Result<ExitCode, Failure> {
    let store = sign_in::open(global)?.store;
    let words = if args.all { store.words(args.limit)? } else { store.open_words(crate::work::now())? };
    print(&words, out)
}

fn print(words: &[SecondWord], out: &Out) -> Result<ExitCode, Failure> {
    if out.json {
        out.data(&words)?;
        return Ok(ExitCode::SUCCESS);
    }
    for word in words {
        let no = word.no.as_ref().map_or("-", |no| no.as_str());
        let about = word.alone.words(out.lang);
        let by = word.answered_by.as_deref().unwrap_or_default();
        let fields = [no, &word.asked_by, &about, by, &word.why, &word.note];
        let fields = fields.map(without_personal);
        let (state, until) = (word.state.name(out.lang), out.time(word.until));
        let mut cells: Vec<&dyn Display> = vec![&word.id, &state, &until];
        cells.extend(fields.iter().map(|field| field as &dyn Display));
        out.row(&cells)?;
    }
    if words.is_empty() {
        out.line(out.say("没有会签请求。", "No requests."))?;
    }
    Ok(ExitCode::SUCCESS)
}
