//! Parts a program into the file that starts and the file that comes later. The later one takes functions, memory and tables
//! from the first, and puts its own functions into the table through which the first one calls them.

use std::collections::{BTreeMap, BTreeSet};

use walrus::ir::{self, Value, Visitor};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalId,
    GlobalKind, ImportKind, ImportedFunction, LocalId, Module, ModuleConfig, TableId, passes,
};

use super::reach::Later;

/// Where the later file takes from what the first one exports.
const FIRST: &str = "first";

/// Ends the name of a function that wasm-bindgen puts around one which JavaScript calls.
const SHIM: &str = " externref shim";

/// A program in two files.
pub(crate) struct Parts {
    /// What starts.
    pub(crate) first: Vec<u8>,
    /// What is added to it once it has started.
    pub(crate) rest: Vec<u8>,
}

/// Parts a program whose functions have their names. Where the first file calls what is not there yet it stops, as where
/// a program fails.
///
/// # Errors
/// What in the program cannot be parted.
pub(crate) fn part(program: &[u8], later: &Later) -> Result<Parts, String> {
    let read =
        || ModuleConfig::new().generate_producers_section(false).parse(program).map_err(|error| error.to_string());
    let (mut first, mut rest) = (read()?, read()?);
    let plan = Plan::of(&first, later)?;
    plan.leave_out(&mut first, &later.data)?;
    plan.leave_in(&mut first, &mut rest, &later.data)?;
    passes::gc::run(&mut first);
    passes::gc::run(&mut rest);
    for module in [&mut first, &mut rest] {
        // The linker's, which hold for the program before it was parted.
        for name in ["linking", "reloc.CODE", "reloc.DATA"] {
            module.customs.remove_raw(name);
        }
    }
    Ok(Parts { first: first.emit_wasm(), rest: rest.emit_wasm() })
}

/// What goes where. Both files are read from one, so that the same index is the same thing in both.
struct Plan {
    /// The functions that come later.
    later: BTreeSet<usize>,
    /// For some of them, where in the table of functions they stand.
    places: BTreeMap<u32, usize>,
    /// Those which the first file calls by their place.
    called: BTreeMap<usize, u32>,
    /// How long the table gets.
    length: u32,
}

impl Plan {
    fn of(program: &Module, later: &Later) -> Result<Self, String> {
        let is_later = |name: &str| later.functions.contains(name.strip_suffix(SHIM).unwrap_or(name));
        let named: Vec<(usize, &str)> = program
            .funcs
            .iter_local()
            .filter_map(|(id, _)| Some((id.index(), program.funcs.get(id).name.as_deref()?)))
            .filter(|(_, name)| is_later(name))
            .collect();
        let names: BTreeSet<&str> = named.iter().map(|(_, name)| *name).collect();
        if names.len() < named.len() {
            return Err("two functions have one name".to_owned());
        }
        if let Some(missing) = later.entrances.iter().find(|name| !names.contains(name.as_str())) {
            return Err(format!("{missing} is gone"));
        }
        let entrances: BTreeSet<usize> =
            named.iter().filter(|(_, name)| later.entrances.contains(*name)).map(|(index, _)| *index).collect();
        let mut plan = Self {
            later: named.into_iter().map(|(index, _)| index).collect(),
            places: BTreeMap::new(),
            called: BTreeMap::new(),
            length: 0,
        };
        plan.place(program)?;
        for index in plan.called_by_first(program, &entrances)? {
            plan.places.insert(plan.length, index);
            plan.called.insert(index, plan.length);
            plan.length += 1;
        }
        Ok(plan)
    }

    /// Notes where in the table the functions stand.
    fn place(&mut self, program: &Module) -> Result<(), String> {
        let table = functions(program)?;
        self.length = u32::try_from(program.tables.get(table).initial).map_err(|error| error.to_string())?;
        for segment in program.elements.iter() {
            let (ElementKind::Active { table: of, offset }, ElementItems::Functions(items)) =
                (&segment.kind, &segment.items)
            else {
                return Err("a list of functions is not for a table".to_owned());
            };
            let (true, ConstExpr::Value(Value::I32(begin))) = (*of == table, offset) else {
                return Err("a list of functions has no place in the table".to_owned());
            };
            let places = (begin.cast_unsigned()..).zip(items).map(|(place, item)| (place, item.index()));
            self.places.extend(places.filter(|(_, index)| self.later.contains(index)));
        }
        Ok(())
    }

    /// What of the later file the first one calls, or hands to JavaScript: of the functions that it calls by name only the
    /// entrances, as everything else was found to be reached through them.
    fn called_by_first(&self, program: &Module, entrances: &BTreeSet<usize>) -> Result<BTreeSet<usize>, String> {
        let mut called = BTreeSet::new();
        for (id, _) in program.funcs.iter_local().filter(|(id, _)| !self.later.contains(&id.index())) {
            for callee in Uses::of(program, id).functions.iter().filter(|callee| self.later.contains(&callee.index())) {
                if !entrances.contains(&callee.index()) {
                    let name = |id: FunctionId| program.funcs.get(id).name.clone().unwrap_or_default();
                    return Err(format!("{} comes at first, but calls {}", name(id), name(*callee)));
                }
                called.insert(callee.index());
            }
        }
        let exported = program.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(id.index()),
            _ => None,
        });
        called.extend(exported.filter(|index| self.later.contains(index)));
        Ok(called)
    }

    /// Takes out of the first file what comes later. A function that is called becomes a call of what will stand in the table.
    fn leave_out(&self, first: &mut Module, data: &[std::ops::Range<u32>]) -> Result<(), String> {
        let table = functions(first)?;
        let added = u64::from(self.length) - first.tables.get(table).initial;
        let grown = first.tables.get_mut(table);
        grown.initial += added;
        grown.maximum = grown.maximum.map(|most| most + added);
        for id in local(first, &self.later) {
            let kind = first.funcs.get(id).ty();
            let (takes, gives) = first.types.params_results(kind);
            let (takes, gives) = (takes.to_vec(), gives.to_vec());
            let arguments: Vec<LocalId> = takes.iter().map(|taken| first.locals.add(*taken)).collect();
            let mut builder = FunctionBuilder::new(&mut first.types, &takes, &gives);
            let mut body = builder.func_body();
            match self.called.get(&id.index()) {
                Some(place) => {
                    for argument in &arguments {
                        body.local_get(*argument);
                    }
                    body.i32_const(place.cast_signed()).call_indirect(kind, table);
                }
                None => {
                    body.unreachable();
                }
            }
            first.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
        }
        for segment in first.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
            let segment = first.data.get_mut(segment);
            let begin = address(&segment.kind)?;
            for range in data {
                if let Some(bytes) = within(begin, segment.value.len(), range) {
                    segment.value.get_mut(bytes).ok_or("data ends before its end")?.fill(0);
                }
            }
        }
        Ok(())
    }

    /// Takes out of the later file what comes at first, and has it take that from there.
    fn leave_in(&self, first: &mut Module, rest: &mut Module, data: &[std::ops::Range<u32>]) -> Result<(), String> {
        rest.exports
            .iter()
            .map(walrus::Export::id)
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|id| rest.exports.delete(id));
        rest.start = None;
        let mut uses = Uses::default();
        for id in local(rest, &self.later) {
            uses.add(rest, id);
        }
        uses.tables.insert(functions(rest)?);
        let mut link = Link::new(first);
        link.functions(first, rest, uses.functions.iter().filter(|id| !self.later.contains(&id.index())));
        link.globals(first, rest, &uses.globals);
        link.tables(first, rest, &uses.tables);
        link.memory(first, rest)?;
        self.fill_table(rest)?;
        move_data(rest, data)
    }

    /// The functions of the later file, where they stand in the table.
    fn fill_table(&self, rest: &mut Module) -> Result<(), String> {
        let table = functions(rest)?;
        for id in rest.elements.iter().map(walrus::Element::id).collect::<Vec<_>>() {
            rest.elements.delete(id);
        }
        let ids: BTreeMap<usize, FunctionId> =
            rest.funcs.iter().map(|function| (function.id().index(), function.id())).collect();
        let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
        for (place, index) in &self.places {
            let id = *ids.get(index).ok_or("a function is gone")?;
            match runs.last_mut() {
                Some((begin, run)) if *begin + run.len() as u32 == *place => run.push(id),
                _ => runs.push((*place, vec![id])),
            }
        }
        let mut segments = BTreeSet::new();
        for (begin, run) in runs {
            let offset = ConstExpr::Value(Value::I32(begin.cast_signed()));
            segments.insert(rest.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(run)));
        }
        let filled = rest.tables.get_mut(table);
        filled.elem_segments.clear();
        filled.elem_segments.extend(segments);
        filled.initial = u64::from(self.length);
        filled.maximum = filled.maximum.map(|_| u64::from(self.length));
        Ok(())
    }
}

/// Leaves of the data only what comes later.
fn move_data(rest: &mut Module, data: &[std::ops::Range<u32>]) -> Result<(), String> {
    let memory = rest.memories.iter().next().ok_or("there is no memory")?.id();
    let mut moved = Vec::new();
    for id in rest.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        let segment = rest.data.get(id);
        let begin = address(&segment.kind)?;
        for range in data {
            if let Some(bytes) = within(begin, segment.value.len(), range) {
                let start = begin + bytes.start as u32;
                moved.push((start, segment.value.get(bytes).ok_or("data ends before its end")?.to_vec()));
            }
        }
        rest.data.delete(id);
    }
    rest.memories.get_mut(memory).data_segments.clear();
    // Neighbours become one.
    let mut runs: Vec<(u32, Vec<u8>)> = Vec::new();
    for (start, bytes) in moved {
        match runs.last_mut() {
            Some((begin, run)) if *begin + run.len() as u32 == start => run.extend(bytes),
            _ => runs.push((start, bytes)),
        }
    }
    for (start, bytes) in runs {
        let offset = ConstExpr::Value(Value::I32(start.cast_signed()));
        let id = rest.data.add(DataKind::Active { memory, offset }, bytes);
        rest.memories.get_mut(memory).data_segments.insert(id);
    }
    Ok(())
}

/// Where in a segment that begins at an address the data of a range stands.
fn within(begin: u32, length: usize, range: &std::ops::Range<u32>) -> Option<std::ops::Range<usize>> {
    let start = range.start.checked_sub(begin)? as usize;
    let end = start + range.len();
    (end <= length).then_some(start..end)
}

fn address(kind: &DataKind) -> Result<u32, String> {
    match kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(address)), .. } => Ok(address.cast_unsigned()),
        _ => Err("data has no address".to_owned()),
    }
}

/// The table through which functions are called.
fn functions(module: &Module) -> Result<TableId, String> {
    let table = module.tables.main_function_table().map_err(|error| error.to_string())?;
    table.ok_or_else(|| "there is no table of functions".to_owned())
}

fn local(module: &Module, indices: &BTreeSet<usize>) -> Vec<FunctionId> {
    module.funcs.iter_local().map(|(id, _)| id).filter(|id| indices.contains(&id.index())).collect()
}

/// What a function names.
#[derive(Default)]
struct Uses {
    functions: BTreeSet<FunctionId>,
    globals: BTreeSet<GlobalId>,
    tables: BTreeSet<TableId>,
}

impl Uses {
    fn of(module: &Module, id: FunctionId) -> Self {
        let mut uses = Self::default();
        uses.add(module, id);
        uses
    }

    fn add(&mut self, module: &Module, id: FunctionId) {
        if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
            ir::dfs_in_order(self, function, function.entry_block());
        }
    }
}

impl Visitor<'_> for Uses {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.functions.insert(*function);
    }

    fn visit_global_id(&mut self, global: &GlobalId) {
        self.globals.insert(*global);
    }

    fn visit_table_id(&mut self, table: &TableId) {
        self.tables.insert(*table);
    }
}

/// What the first file exports for the later one, each under a short name that no other export has.
struct Link {
    taken: BTreeSet<String>,
    count: usize,
}

impl Link {
    fn new(first: &Module) -> Self {
        Self { taken: first.exports.iter().map(|export| export.name.clone()).collect(), count: 0 }
    }

    fn name(&mut self) -> String {
        loop {
            let name = short(self.count);
            self.count += 1;
            if !self.taken.contains(&name) {
                return name;
            }
        }
    }

    /// Exports something of the first file, and gives the name.
    fn export(&mut self, first: &mut Module, item: impl Into<ExportItem>) -> String {
        let name = self.name();
        first.exports.add(&name, item);
        name
    }

    fn functions<'a>(&mut self, first: &mut Module, rest: &mut Module, ids: impl Iterator<Item = &'a FunctionId>) {
        let of_first: BTreeMap<usize, FunctionId> =
            first.funcs.iter().map(|function| (function.id().index(), function.id())).collect();
        for id in ids {
            let Some(exported) = of_first.get(&id.index()) else { continue };
            let name = self.export(first, *exported);
            if let FunctionKind::Import(import) = &rest.funcs.get(*id).kind {
                let import = import.import;
                rest.imports.delete(import);
            }
            let ty = rest.funcs.get(*id).ty();
            let import = rest.imports.add(FIRST, &name, *id);
            rest.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }

    fn globals(&mut self, first: &mut Module, rest: &mut Module, ids: &BTreeSet<GlobalId>) {
        let of_first: BTreeMap<usize, GlobalId> =
            first.globals.iter().map(|global| (global.id().index(), global.id())).collect();
        for id in ids {
            let Some(exported) = of_first.get(&id.index()) else { continue };
            let name = self.export(first, *exported);
            rest.globals.get_mut(*id).kind = GlobalKind::Import(rest.imports.add(FIRST, &name, *id));
        }
    }

    fn tables(&mut self, first: &mut Module, rest: &mut Module, ids: &BTreeSet<TableId>) {
        let of_first: BTreeMap<usize, TableId> =
            first.tables.iter().map(|table| (table.id().index(), table.id())).collect();
        for id in ids {
            let Some(exported) = of_first.get(&id.index()) else { continue };
            let name = self.export(first, *exported);
            rest.tables.get_mut(*id).import = Some(rest.imports.add(FIRST, &name, *id));
        }
    }

    fn memory(&mut self, first: &mut Module, rest: &mut Module) -> Result<(), String> {
        let [of_first, of_rest] = [&*first, &*rest].map(|module| module.memories.iter().next().map(walrus::Memory::id));
        let (of_first, of_rest) = of_first.zip(of_rest).ok_or("there is no memory")?;
        let name = self.export(first, of_first);
        let import = rest.imports.add(FIRST, &name, ImportKind::Memory(of_rest));
        rest.memories.get_mut(of_rest).import = Some(import);
        Ok(())
    }
}

/// The shortest names, one for each number.
fn short(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'a' + (number % 26) as u8));
        if number < 26 {
            return name;
        }
        number = number / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{ANALYSIS, WINDOW, program};
    use super::super::reach;
    use super::*;

    fn parted(later: &Later) -> Result<[Module; 2], String> {
        let parts = part(&program(), later)?;
        Ok([parts.first, parts.rest].map(|bytes| Module::from_buffer(&bytes).expect("a module")))
    }

    fn later() -> Later {
        reach::later(&program(), |name| name == ANALYSIS || name == WINDOW).expect("a linked program")
    }

    fn named(module: &Module) -> BTreeSet<&str> {
        module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.as_deref()).collect()
    }

    fn bytes(module: &Module) -> Vec<(u32, Vec<u8>)> {
        module.data.iter().map(|data| (address(&data.kind).expect("an address"), data.value.clone())).collect()
    }

    #[test]
    fn each_file_has_its_functions_and_its_data() {
        let [first, rest] = parted(&later()).expect("two files");
        assert!(!named(&first).contains("alone"));
        assert_eq!(named(&rest), BTreeSet::from([ANALYSIS, WINDOW, "alone", "by_table"]));
        assert_eq!(bytes(&first), [(0, vec![1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0])]);
        assert_eq!(bytes(&rest), [(8, vec![9, 10, 11, 12, 13, 14, 15, 16])]);
    }

    #[test]
    fn the_later_file_fills_the_table_that_the_first_one_made_longer() {
        let [first, rest] = parted(&later()).expect("two files");
        for module in [&first, &rest] {
            let table = module.tables.get(functions(module).expect("a table"));
            assert_eq!((table.initial, table.maximum), (4, Some(4)));
        }
        let filled: Vec<(i32, Vec<&str>)> = rest
            .elements
            .iter()
            .map(|segment| match (&segment.kind, &segment.items) {
                (
                    ElementKind::Active { offset: ConstExpr::Value(Value::I32(begin)), .. },
                    ElementItems::Functions(items),
                ) => (*begin, items.iter().filter_map(|id| rest.funcs.get(*id).name.as_deref()).collect()),
                other => panic!("{other:?}"),
            })
            .collect();
        // One has its place from the start, two are called by the first file.
        assert_eq!(filled, [(1, vec!["by_table", ANALYSIS, WINDOW])]);
    }

    #[test]
    fn the_later_file_takes_what_the_first_one_exports() {
        let [first, rest] = parted(&later()).expect("two files");
        let exports: BTreeSet<&str> = first.exports.iter().map(|export| export.name.as_str()).collect();
        let imports: BTreeSet<&str> = rest.imports.iter().map(|import| import.name.as_str()).collect();
        assert!(rest.imports.iter().all(|import| import.module == FIRST));
        assert_eq!(imports, BTreeSet::from(["a", "b", "c"]));
        assert_eq!(exports, BTreeSet::from(["a", "b", "begin", "c"]));
        assert_eq!(rest.exports.iter().count(), 0);
    }

    #[test]
    fn nothing_that_starts_calls_what_comes_later_but_by_an_entrance() {
        let mut wrong = later();
        wrong.functions.insert("shared".to_owned());
        assert_eq!(parted(&wrong).err().as_deref(), Some("begin comes at first, but calls shared"));
        wrong.entrances.insert("nowhere".to_owned());
        assert_eq!(parted(&wrong).err().as_deref(), Some("nowhere is gone"));
    }

    #[test]
    fn names_are_short_and_each_is_another() {
        let names: Vec<String> = (0..2_000).map(short).collect();
        assert_eq!([0, 25, 26, 701, 702].map(|place: usize| names[place].as_str()), ["a", "z", "aa", "zz", "aaa"]);
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
}
