# Word files to PDF by Word or WPS: word.ps1 OUT NAME..., in the folder where the files lie.
# Without names it tells by its status whether there is one: 0 or 3. Called by word.py; never tried
# so far. ASCII only: Windows PowerShell reads it by the code page of the machine.
param([string]$Out, [Parameter(ValueFromRemainingArguments = $true)][string[]]$Names)

$ErrorActionPreference = 'Stop'
$program = 'Word.Application', 'KWPS.Application', 'WPS.Application' |
    Where-Object { [type]::GetTypeFromProgID($_) } | Select-Object -First 1
if (-not $program) { exit 3 }
if (-not $Names) { exit 0 }

$here = (Get-Location).ProviderPath
$office = New-Object -ComObject $program
# WPS may give us the window in which somebody is writing: it is neither hidden nor closed.
$isOurs = $office.Documents.Count -eq 0
try {
    $office.DisplayAlerts = 0
    # 3: no macro of a document is run. WPS may not know the property.
    try { $office.AutomationSecurity = 3 } catch { }
    foreach ($name in $Names) {
        $source = [IO.Path]::Combine($here, $name)
        $pdf = [IO.Path]::Combine($here, $Out, [IO.Path]::ChangeExtension($name, '.pdf'))
        # No question about the format, read only, not among the files used last.
        $document = $office.Documents.Open($source, $false, $true, $false)
        # 17: as PDF; 0: nothing is saved.
        try { $document.ExportAsFixedFormat($pdf, 17) } finally { $document.Close(0) }
    }
} finally {
    if ($isOurs) { $office.Quit(0) }
}
