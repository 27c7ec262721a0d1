from tests.matching.test_constraints import *
class T(CombinationTests):
    def test_x(self):
        listings=list(Listing.objects.open().select_related("place").prefetch_related("channels","languages__language"))
        seen=set()
        for n in range(60):
            p,l=self.preferences(),self.spoken()
            for x in listings:
                a=breaks(x,p,l)
                for lim in constraints.limits_of(p,l):
                    got=Listing.objects.filter(pk=x.pk).filter(lim.leaves_out).exists()
                    ex=not Listing.objects.filter(pk=x.pk).exclude(lim.leaves_out).exists()
                    if got!=(lim.name in a) or ex!=got:
                        if lim.name not in seen: print(lim.name,got,ex,lim.name in a, x.work_mode,x.place,x.salary_min,x.hourly_guaranteed,p); seen.add(lim.name); print(Listing.objects.filter(pk=x.pk).exclude(lim.leaves_out).query)
