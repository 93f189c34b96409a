# All that a plug-in or an embedding program may rely on. A name is typed here and nowhere else:
# from here it is read, too, which module a name comes from when it is first used.

# A kind.
from anjuan.messages import (
    Message as Message,
    public as public,
)
from anjuan.plugin.columns import (
    OwnSheet as OwnSheet,
    SheetColumns as SheetColumns,
)
from anjuan.plugin.hookspecs import (
    hookimpl as hookimpl,
)
from anjuan.plugin.kinds import (
    API_VERSION as API_VERSION,
    Brief as Brief,
    HandingIn as HandingIn,
    Kind as Kind,
    Matter as Matter,
    Recipient as Recipient,
    TemplateName as TemplateName,
)
from anjuan.problems import (
    Place as Place,
    Problem as Problem,
    Proposal as Proposal,
    Rule as Rule,
    Severity as Severity,
)
from anjuan.resources import (
    shipped_template as shipped_template,
)

# A step.
from anjuan.documents.filling import (
    fill_template as fill_template,
)
from anjuan.installed import (
    install_command as install_command,
)
from anjuan.plugin.steps import (
    Finished as Finished,
    FinishedCase as FinishedCase,
    FinishedRun as FinishedRun,
    PrintView as PrintView,
    Step as Step,
    StepFiles as StepFiles,
)

# A reader of call records.
from anjuan.plugin.importers import (
    Contact as Contact,
    Direction as Direction,
    Ending as Ending,
    FileOfMoment as FileOfMoment,
    FileRemark as FileRemark,
    Found as Found,
    Importer as Importer,
    Origin as Origin,
    OwnNumber as OwnNumber,
    RecordCell as RecordCell,
    RecordField as RecordField,
    RecordFile as RecordFile,
    RecordFormat as RecordFormat,
    RecordTable as RecordTable,
    TimePrecision as TimePrecision,
    Unread as Unread,
)

# A case.
from anjuan.case.choices import (
    ApologyForm as ApologyForm,
    DebtorStatus as DebtorStatus,
    EvidenceGroup as EvidenceGroup,
    EvidenceType as EvidenceType,
    IdentityDocument as IdentityDocument,
    InstitutionType as InstitutionType,
    LegalForm as LegalForm,
    Liability as Liability,
    LossItem as LossItem,
    Method as Method,
    Nature as Nature,
    Original as Original,
    Party as Party,
    ProceedingStep as ProceedingStep,
    Role as Role,
    Sex as Sex,
    StatutoryType as StatutoryType,
    Testimony as Testimony,
    Tie as Tie,
)
from anjuan.case.columns import (
    Column as Column,
    ColumnType as ColumnType,
)
from anjuan.case.counting import (
    NIGHT_ENDS as NIGHT_ENDS,
    NIGHT_STARTS as NIGHT_STARTS,
    Figures as Figures,
    count_incidents as count_incidents,
    is_at_night as is_at_night,
)
from anjuan.case.evidence_files import (
    evidence_files as evidence_files,
    missing_file as missing_file,
)
from anjuan.case.faulty import (
    FaultyCellError as FaultyCellError,
)
from anjuan.case.keys import (
    institution_key as institution_key,
    number_key as number_key,
    person_key as person_key,
    phone_key as phone_key,
)
from anjuan.case.records.case import (
    Case as Case,
)
from anjuan.case.records.client import (
    Client as Client,
)
from anjuan.case.records.incident import (
    Incident as Incident,
)
from anjuan.case.records.institution import (
    Institution as Institution,
)
from anjuan.case.records.moment import (
    Moment as Moment,
    Precision as Precision,
    Span as Span,
)
from anjuan.case.records.own_rows import (
    OwnRow as OwnRow,
    OwnRows as OwnRows,
)
from anjuan.case.records.rows import (
    Evidence as Evidence,
    Loss as Loss,
    Proceeding as Proceeding,
    Witness as Witness,
)

# Law and print.
from anjuan.case.masking import (
    masked_numbers as masked_numbers,
)
from anjuan.case.remembering import (
    as_told as as_told,
    how_many as how_many,
    printed_length as printed_length,
)
from anjuan.case.text import (
    duration_text as duration_text,
    moment_text as moment_text,
)
from anjuan.chinese import (
    amount_text as amount_text,
    capital_amount as capital_amount,
    chinese_number as chinese_number,
    date_text as date_text,
    split_list as split_list,
)
from anjuan.law.catalogue import (
    Catalogue as Catalogue,
    Citation as Citation,
    merge_titles as merge_titles,
)
from anjuan.law.fees import (
    FeeRange as FeeRange,
    court_fee as court_fee,
)
from anjuan.law.records import (
    NotInForceError as NotInForceError,
    Provision as Provision,
)
from anjuan.word.text import (
    document_text as document_text,
)

# A program that embeds it.
from anjuan.errors import (
    AnjuanError as AnjuanError,
    CatalogueError as CatalogueError,
    ConfigError as ConfigError,
    OutputError as OutputError,
    PluginError as PluginError,
    RecordError as RecordError,
    TemplateError as TemplateError,
    UsageError as UsageError,
    WorkbookError as WorkbookError,
    why as why,
)
from anjuan.run.embedding import (
    check as check,
    explain as explain,
    generate as generate,
    load_cases as load_cases,
)
from anjuan.run.explaining import (
    Explanation as Explanation,
)
from anjuan.run.outcomes import (
    Outcome as Outcome,
    Report as Report,
    State as State,
)
from anjuan.run.request import (
    Request as Request,
)
