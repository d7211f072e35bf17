namespace NetSim.Compare;

/// <summary>Where tables go as soon as they are there: the console, and a file where one is named.</summary>
internal sealed class Report
{
    private readonly FileInfo? _file;

    public Report(FileInfo? file)
    {
        _file = file;
        if (file is not null)
            File.WriteAllText(file.FullName, "");
    }

    public void Write(IEnumerable<Table> tables)
    {
        foreach (var table in tables)
            Write(table.ToString());
    }

    public void Write(string text)
    {
        Console.WriteLine(text);
        if (_file is not null)
            File.AppendAllText(_file.FullName, $"{text}\n");
    }
}
