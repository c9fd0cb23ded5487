//! A small program as the linker leaves it, for tests.

use std::borrow::Cow;

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, DataSymbolDefinition, ElementSection, Elements, ExportKind,
    ExportSection, Function, FunctionSection, Instruction, LinkingSection, MemorySection, MemoryType, Module, NameMap,
    NameSection, RefType, SymbolTable, TableSection, TableType, TypeSection,
};

/// The ways into what comes later.
pub(crate) const ANALYSIS: &str = "_ZN9trainbill5later8analysis17h0000000000000000E";
pub(crate) const WINDOW: &str = "_ZN9trainbill5later6window17h0000000000000000E";

/// The functions: the first calls the two ways and `shared`; the one way leads to `alone`, which names the data from 8 to 16, in
/// which `by_table` is named; the other leads to `shared`, which names the data from 0 to 4.
const NAMES: [&str; 6] = ["begin", ANALYSIS, WINDOW, "alone", "shared", "by_table"];

/// Relocations, by the tool conventions: what kind, where in the section's content, and the symbol. Those of `CODE` stand
/// behind the operation's byte in each function.
const FUNCTION: u8 = 0;
const PLACE_IN_TABLE: u8 = 2;
const ADDRESS: u8 = 4;
const CODE: [(u8, u8, u8); 7] = [
    (FUNCTION, 4, 1),
    (FUNCTION, 6, 2),
    (FUNCTION, 8, 4),
    (FUNCTION, 13, 3),
    (FUNCTION, 18, 4),
    (ADDRESS, 23, 7),
    (ADDRESS, 29, 6),
];
const DATA: [(u8, u8, u8); 1] = [(PLACE_IN_TABLE, 14, 5)];

pub(crate) fn program() -> Vec<u8> {
    let mut module = Module::new();
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    for _ in NAMES {
        functions.function(0);
    }
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: 2,
        maximum: Some(2),
        table64: false,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut exports = ExportSection::new();
    exports.export("begin", ExportKind::Func, 0);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(Cow::Borrowed(&[5])));
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(0), 1..=16);
    module.section(&types).section(&functions).section(&tables).section(&memories).section(&exports).section(&elements);
    module.section(&code()).section(&data);
    module.section(LinkingSection::new().symbol_table(&symbols()));
    for (name, section, relocations) in [("reloc.CODE", 6, &CODE[..]), ("reloc.DATA", 7, &DATA[..])] {
        module.section(&CustomSection { name: name.into(), data: Cow::Owned(relocation(section, relocations)) });
    }
    module.section(&names());
    module.finish()
}

fn code() -> CodeSection {
    let bodies: [&[Instruction<'_>]; 6] = [
        &[Instruction::Call(1), Instruction::Call(2), Instruction::Call(4)],
        &[Instruction::Call(3)],
        &[Instruction::Call(4)],
        &[Instruction::I32Const(8), Instruction::Drop],
        &[Instruction::I32Const(0), Instruction::Drop],
        &[Instruction::Nop],
    ];
    let mut code = CodeSection::new();
    for instructions in bodies {
        let mut function = Function::new([]);
        for instruction in instructions.iter().chain([&Instruction::End]) {
            function.instruction(instruction);
        }
        code.function(&function);
    }
    code
}

fn symbols() -> SymbolTable {
    let mut symbols = SymbolTable::new();
    for (index, name) in (0..).zip(NAMES) {
        symbols.function(0, index, Some(name));
    }
    for (name, offset, size) in [("a", 0, 4), ("b", 8, 8)] {
        symbols.data(0, name, Some(DataSymbolDefinition { index: 0, offset, size }));
    }
    symbols
}

fn relocation(section: u8, relocations: &[(u8, u8, u8)]) -> Vec<u8> {
    let mut bytes = vec![section, relocations.len() as u8];
    for (kind, at, symbol) in relocations {
        bytes.extend([*kind, *at, *symbol]);
        bytes.extend((*kind == ADDRESS).then_some(0));
    }
    bytes
}

fn names() -> NameSection {
    let mut map = NameMap::new();
    for (index, name) in (0..).zip(NAMES) {
        map.append(index, name);
    }
    let mut names = NameSection::new();
    names.functions(&map);
    names
}
