//! What of a program only some of its functions reach, by what the linker says of it: the sections `linking` and `reloc.*`
//! (<https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use wasmparser::{
    BinaryReaderError, DataKind, ExternalKind, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocationEntry,
    RelocationType, SymbolInfo, TypeRef,
};

/// What is reached through entrances alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Later {
    /// The functions through which it is reached, by their mangled names, which are among `functions`.
    pub(crate) entrances: BTreeSet<String>,
    /// The functions, by their mangled names.
    pub(crate) functions: BTreeSet<String>,
    /// The addresses of the data, in order and apart from each other.
    pub(crate) data: Vec<Range<u32>>,
}

/// A function by its index, or a stretch of data by its place among those of the program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Node {
    Function(u32),
    Data(usize),
}

/// Finds what nothing but the functions that `is_entrance` takes reaches, of a program that was linked with `--emit-relocs`.
///
/// # Errors
/// What the program lacks.
pub(crate) fn later(program: &[u8], is_entrance: impl Fn(&str) -> bool) -> Result<Later, String> {
    let linked = Linked::read(program).map_err(|error| error.to_string())?;
    if linked.relocations.is_empty() || linked.names.is_empty() {
        return Err("the linker has not said where functions and data are named".to_owned());
    }
    let stretches = linked.stretches();
    let edges = linked.edges(&stretches)?;
    let entrances: BTreeSet<u32> =
        linked.names.iter().filter(|(_, name)| is_entrance(name)).map(|(index, _)| *index).collect();
    let mut first = BTreeSet::new();
    let mut next: Vec<Node> = linked.exports.iter().map(|index| Node::Function(*index)).collect();
    while let Some(node) = next.pop() {
        let is_later = matches!(node, Node::Function(index) if entrances.contains(&index));
        if !is_later && first.insert(node) {
            next.extend(edges.get(&node).into_iter().flatten());
        }
    }
    let bodies = linked.imported..linked.imported + linked.bodies.len() as u32;
    let name = |index: u32| linked.names.get(&index).cloned().ok_or(format!("function {index} has no name"));
    let is_data_later = |place: &usize| !first.contains(&Node::Data(*place));
    Ok(Later {
        entrances: entrances.iter().map(|index| name(*index)).collect::<Result<_, _>>()?,
        functions: bodies
            .filter(|index| !first.contains(&Node::Function(*index)))
            .map(name)
            .collect::<Result<_, _>>()?,
        data: (0..stretches.len()).filter(is_data_later).filter_map(|place| stretches.get(place).cloned()).collect(),
    })
}

/// What stands in a linked program.
#[derive(Default)]
struct Linked {
    /// Functions come first that are imported, so many.
    imported: u32,
    exports: Vec<u32>,
    /// Where in the file the functions stand, in their order.
    bodies: Vec<Range<usize>>,
    names: HashMap<u32, String>,
    /// For each segment of data where it stands in the file, and its address.
    segments: Vec<(Range<usize>, u32)>,
    symbols: Vec<Symbol>,
    /// Where in the file something is named, and what.
    relocations: Vec<(usize, RelocationEntry)>,
}

/// What a relocation can name.
#[derive(Clone)]
enum Symbol {
    Function(u32),
    Data(Range<u32>),
    /// A global, a table, a type, or data that stands nowhere.
    Other,
}

impl Linked {
    fn read(program: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut linked = Self::default();
        // Relocations name a section by its place among all, and a place in it from where its content begins.
        let mut begins = Vec::new();
        for payload in Parser::new(0).parse_all(program) {
            let payload = payload?;
            if let Payload::CodeSectionEntry(body) = &payload {
                linked.bodies.push(body.range());
                continue;
            }
            if let Some((_, range)) = payload.as_section() {
                begins.push(range.start);
            }
            linked.take(payload, program, &begins)?;
        }
        Ok(linked)
    }

    fn take(&mut self, payload: Payload<'_>, program: &[u8], begins: &[usize]) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    self.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    let export = export?;
                    self.exports.extend((export.kind == ExternalKind::Func).then_some(export.index));
                }
            }
            Payload::DataSection(reader) => {
                for segment in reader {
                    let segment = segment?;
                    let begin = segment.data.as_ptr() as usize - program.as_ptr() as usize;
                    let address = address(&segment.kind)?.unwrap_or(u32::MAX);
                    self.segments.push((begin..begin + segment.data.len(), address));
                }
            }
            Payload::CustomSection(section) => self.take_custom(section.as_known(), begins)?,
            _ => {}
        }
        Ok(())
    }

    fn take_custom(&mut self, section: KnownCustom<'_>, begins: &[usize]) -> Result<(), BinaryReaderError> {
        match section {
            KnownCustom::Linking(reader) => {
                for part in reader.subsections() {
                    let Linking::SymbolTable(symbols) = part? else { continue };
                    for symbol in symbols {
                        let symbol = self.symbol(symbol?);
                        self.symbols.push(symbol);
                    }
                }
            }
            KnownCustom::Reloc(reader) => {
                let Some(begin) = begins.get(reader.section_index() as usize) else { return Ok(()) };
                for entry in reader.entries() {
                    let entry = entry?;
                    self.relocations.push((begin + entry.offset as usize, entry));
                }
            }
            KnownCustom::Name(reader) => {
                for part in reader {
                    let Name::Function(names) = part? else { continue };
                    for name in names {
                        let name = name?;
                        self.names.insert(name.index, name.name.to_owned());
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn symbol(&self, symbol: SymbolInfo<'_>) -> Symbol {
        match symbol {
            SymbolInfo::Func { index, .. } => Symbol::Function(index),
            SymbolInfo::Data { symbol: Some(data), .. } => match self.segments.get(data.index as usize) {
                Some((_, address)) => Symbol::Data(address + data.offset..address + data.offset + data.size),
                None => Symbol::Other,
            },
            _ => Symbol::Other,
        }
    }

    /// The data by stretches that can be parted: symbols that share a byte are one.
    fn stretches(&self) -> Vec<Range<u32>> {
        let mut named: Vec<Range<u32>> = self
            .symbols
            .iter()
            .filter_map(|symbol| match symbol {
                Symbol::Data(range) if !range.is_empty() => Some(range.clone()),
                _ => None,
            })
            .collect();
        named.sort_by_key(|range| (range.start, range.end));
        let mut stretches: Vec<Range<u32>> = Vec::new();
        for range in named {
            match stretches.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => stretches.push(range),
            }
        }
        stretches
    }

    /// What names what.
    fn edges(&self, stretches: &[Range<u32>]) -> Result<BTreeMap<Node, Vec<Node>>, String> {
        let stretch = |address: u32| {
            let place = stretches.partition_point(|range| range.end <= address);
            stretches.get(place).filter(|range| range.contains(&address)).map(|_| place)
        };
        let mut edges: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
        for (at, entry) in &self.relocations {
            if matches!(
                entry.ty,
                RelocationType::TypeIndexLeb | RelocationType::GlobalIndexLeb | RelocationType::TableNumberLeb
            ) {
                continue;
            }
            let named = match self.symbols.get(entry.index as usize) {
                Some(Symbol::Function(index)) => Node::Function(*index),
                // The address of nothing, as of an empty text, is never read.
                Some(Symbol::Data(range)) => match stretch(range.start) {
                    Some(place) => Node::Data(place),
                    None => continue,
                },
                Some(Symbol::Other) => continue,
                None => return Err(format!("symbol {} is not in the list", entry.index)),
            };
            let by = self.function_at(*at).map(Node::Function);
            let by = by.or_else(|| stretch(self.address_at(*at)?).map(Node::Data));
            let by = by.ok_or(format!("what names {named:?} stands in no function and no data"))?;
            edges.entry(by).or_default().push(named);
        }
        Ok(edges)
    }

    fn function_at(&self, at: usize) -> Option<u32> {
        let place = self.bodies.partition_point(|body| body.end <= at);
        self.bodies.get(place).filter(|body| body.contains(&at)).map(|_| self.imported + place as u32)
    }

    fn address_at(&self, at: usize) -> Option<u32> {
        let (segment, address) = self.segments.iter().find(|(segment, _)| segment.contains(&at))?;
        Some(address + (at - segment.start) as u32)
    }
}

/// The address of a segment of data, where it has one.
fn address(kind: &DataKind<'_>) -> Result<Option<u32>, BinaryReaderError> {
    let DataKind::Active { offset_expr, .. } = kind else { return Ok(None) };
    Ok(match offset_expr.get_operators_reader().read()? {
        Operator::I32Const { value } => Some(value.cast_unsigned()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::example::{ANALYSIS, WINDOW, program};
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_only_the_entrances_reach_comes_later() {
        let later = later(&program(), |name| name == ANALYSIS || name == WINDOW).expect("a linked program");
        assert_eq!(later.entrances, names(&[ANALYSIS, WINDOW]));
        assert_eq!(later.functions, names(&[ANALYSIS, WINDOW, "alone", "by_table"]));
        assert_eq!(later.data, vec![Range { start: 8, end: 16 }]);
    }

    #[test]
    fn without_entrances_nothing_comes_later_but_what_nothing_reaches() {
        let later = later(&program(), |_| false).expect("a linked program");
        assert_eq!((later.functions, later.data), (BTreeSet::new(), Vec::new()));
    }

    #[test]
    fn a_program_without_the_linkers_word_is_refused() {
        assert_eq!(
            later(b"\0asm\x01\0\0\0", |_| false),
            Err("the linker has not said where functions and data are named".to_owned())
        );
        assert!(later(b"<!doctype html>", |_| false).is_err());
    }
}
