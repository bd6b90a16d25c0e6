using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;
using Tollama.Gateway.Auth;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Tests.Auth;

public sealed class WorkClassHeaderTests
{
    [Theory]
    [InlineData("", WorkClass.Interactive)]
    [InlineData("interactive", WorkClass.Interactive)]
    [InlineData(" Batch ", WorkClass.Batch)]
    [InlineData("BACKGROUND", WorkClass.Background)]
    public void Says_how_urgent_a_request_is(string text, WorkClass expected)
    {
        var context = Request(text);
        context.Features.Set(Caller.OfKey("secret"));

        var caller = context.Caller();

        Assert.Equal((expected, Caller.OfKey("secret").KeyId), (caller.Class, caller.KeyId));
    }

    [Fact]
    public void Is_refused_when_it_names_no_class()
    {
        var fault = Assert.Throws<TollamaException>(() => Request("urgent").Caller());

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains("'urgent'", fault.Message, StringComparison.Ordinal);
    }

    private static DefaultHttpContext Request(string text)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[HttpContextCaller.ClassHeader] = text;
        return context;
    }
}
