//! The home: where database, files, quarantine and logs lie.

use super::eye::Eye;
use super::host::HostPlace;
use super::{Result, WorkError, sealing, secret};
use crate::catalog::{Catalog, Profile};
use crate::domain::ids::{OrderId, ProfileId};
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use crate::store::files::Files;
use crate::store::migrate::Progress;
use crate::store::{Store, Tx};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Paths of a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    dir: PathBuf,
    host: HostPlace,
}

impl Home {
    /// A home in this folder.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), host: HostPlace::Usual }
    }

    /// The same on a host whose file lies elsewhere.
    pub fn on(self, host: HostPlace) -> Self {
        Self { host, ..self }
    }

    /// Where the file of the host lies: which programs a desk may start here.
    pub fn host(&self) -> &HostPlace {
        &self.host
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.dir.join("beian.db")
    }

    /// The attachments.
    pub fn files(&self) -> PathBuf {
        self.dir.join("files")
    }

    /// Packages that could not come in.
    pub fn quarantine(&self) -> PathBuf {
        self.dir.join("quarantine")
    }

    /// What this home changes in the catalogue, for everybody who works in it.
    pub fn config(&self) -> PathBuf {
        self.dir.join("config")
    }

    /// Packages that left for the bureau.
    pub fn handover(&self) -> PathBuf {
        self.dir.join("handover")
    }

    /// The key of the secrets.
    pub fn secret_key(&self) -> PathBuf {
        self.dir.join("secret.key")
    }

    /// How notices leave: mail server, command for text messages.
    pub fn delivery(&self) -> PathBuf {
        self.dir.join("delivery.toml")
    }

    /// Notices as files, where no mail server or no command is set up.
    pub fn outbox(&self) -> PathBuf {
        self.dir.join("outbox")
    }

    /// Verification sheets that were written for printing.
    pub fn sheets(&self) -> PathBuf {
        self.dir.join("sheets")
    }

    /// Copies of files that an outside viewer shows, while a desk is open.
    pub fn view(&self) -> PathBuf {
        self.dir.join("view")
    }

    /// The logs.
    pub fn logs(&self) -> PathBuf {
        self.dir.join("logs")
    }

    /// True where a database is there.
    pub fn exists(&self) -> bool {
        self.database().is_file()
    }

    /// Makes the folders, closed to others.
    pub fn create(&self) -> Result<()> {
        for folder in [self.dir.clone(), self.files(), self.quarantine(), self.logs()] {
            std::fs::create_dir_all(&folder).map_err(|error| WorkError::io(&folder, error))?;
            close_to_others(&folder)?;
        }
        Ok(())
    }
}

/// A folder is its owner's alone.
pub(super) fn close_to_others(folder: &Path) -> Result<()> {
    crate::outgoing::folder::close_to_others(folder).map_err(|error| WorkError::io(folder, error))
}

/// An open home: everything that a use case needs.
pub struct Desk {
    /// Where it lies.
    pub home: Home,
    /// The database.
    pub store: Store,
    /// The attachments.
    pub files: Files,
    /// What looks at pictures.
    pub eye: Eye,
    /// What the field knows.
    pub catalog: Arc<Catalog>,
    /// Why secrets that an upgrade found in the clear are not all sealed; none = they are.
    pub unsealed: Option<WorkError>,
}

impl Desk {
    /// Opens a home that is there.
    pub fn open(home: Home, catalog: Arc<Catalog>) -> Result<Self> {
        Self::open_telling(home, catalog, &mut |_| {})
    }

    /// The same, telling how far a migration is.
    pub fn open_telling(home: Home, catalog: Arc<Catalog>, tell: &mut dyn FnMut(Progress)) -> Result<Self> {
        if !home.exists() {
            let dir = Foreign::path(home.dir());
            return Err(WorkError::say(
                format!("{dir}里没有备案台数据；请先运行 beian init，或用 --home 指定目录。"),
                format!("there is no home in {dir}; run 'beian init' first, or name one with --home"),
            ));
        }
        let mut store = Store::open_telling(&home.database(), tell)?;
        let unsealed = sealing::go_on(&home, &mut store, tell).err();
        Ok(Self { unsealed, ..Self::with_store(home, store, catalog) })
    }

    /// Makes a home, or opens the one that is there.
    pub fn create(home: Home, catalog: Arc<Catalog>) -> Result<Self> {
        home.create()?;
        let store = Store::open(&home.database())?;
        Ok(Self::with_store(home, store, catalog))
    }

    /// A second connection to the same home, for reading alone.
    pub fn reader(&self) -> Result<Self> {
        let store = Store::open_read(&self.home.database())?;
        Ok(Self::with_store(self.home.clone(), store, Arc::clone(&self.catalog)))
    }

    fn with_store(home: Home, mut store: Store, catalog: Arc<Catalog>) -> Self {
        store.set_opener(secret::opener(&home));
        let files = Files::new(home.files());
        Self { home, store, files, eye: Eye::default(), catalog, unsealed: None }
    }
}

/// The profile with this name, or an error that says what to do.
pub(super) fn profile<'a>(catalog: &'a Catalog, id: &ProfileId) -> Result<&'a Profile> {
    catalog.profile(id).ok_or_else(|| {
        let id = id.shown();
        WorkError::say(
            format!("没有名为“{id}”的服务商配置；请检查 data/profiles 或订单的 profile 字段。"),
            format!("there is no profile '{id}'; check the order's field 'profile'"),
        )
    })
}

/// When a stage that begins at `from` is due; only the reviews have a clock here.
pub(super) fn due(
    catalog: &Catalog,
    profile: &Profile,
    stage: Stage,
    from: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let days = profile.sla_days.get(&stage)?;
    Some(catalog.clock(profile).add_days(from, *days))
}

/// Whether the verification stage waits for nothing more.
pub(super) fn materials_complete(
    tx: &Tx,
    profile: &Profile,
    id: OrderId,
    order: &Order,
    revision: u32,
) -> Result<bool> {
    let attachments = tx.attachments(id, revision)?;
    let given: Vec<_> = attachments.iter().map(|attachment| &attachment.given).collect();
    let slots = crate::catalog::slots::slots(profile, order, &given, &tx.papers(id, revision)?);
    Ok(crate::catalog::slots::complete(&slots))
}
