(* Derivatives over any ordered field, by epsilon and delta: sums, products, quotients and chains.
   No completeness is used, so nothing like the mean value theorem is available, and no axiom. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* phi h -> l as h -> 0 (and phi 0 = l) *)
Definition limit0 (R : realFieldType) (phi : R -> R) (l : R) :=
  forall e, 0 < e -> exists2 d, 0 < d & forall h, `|h| < d -> `|phi h - l| <= e.
(* f has the derivative l at x *)
Definition derivative_at (R : realFieldType) (f : R -> R) (x l : R) :=
  forall e, 0 < e -> exists2 d, 0 < d &
    forall h, `|h| < d -> `|f (x + h) - f x - l * h| <= e * `|h|.

(* ---------- proofs ---------- *)
Section Limits.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
Implicit Types (f g phi psi : R -> R) (x l m c : R).

Lemma limit0_ext phi psi l : phi =1 psi -> limit0 phi l -> limit0 psi l.
Proof. by move=> E L e /L[d d0 H]; exists d => // h /H; rewrite E. Qed.
Lemma limit0_const c : limit0 (fun=> c) c.
Proof. by move=> e e0; exists 1 => // h _; rewrite subrr normr0 ltW. Qed.
Lemma limit0_id : limit0 id (0 : R).
Proof. by move=> e e0; exists e => // h /ltW; rewrite subr0. Qed.
(* two limits at once *)
Lemma limit0_two phi psi l m e : limit0 phi l -> limit0 psi m -> 0 < e ->
  exists2 d, 0 < d & forall h, `|h| < d -> `|phi h - l| <= e /\ `|psi h - m| <= e.
Proof.
move=> L M e0; have [d d0 H] := L e e0; have [d' d0' H'] := M e e0.
exists (Num.min d d'); first by rewrite lt_minr d0.
by move=> h; rewrite lt_minr => /andP[/H ? /H' ?].
Qed.
Lemma limit0_add phi psi l m :
  limit0 phi l -> limit0 psi m -> limit0 (fun h => phi h + psi h) (l + m).
Proof.
move=> L M e e0; have e2 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
have [d d0 H] := limit0_two L M e2; exists d => // h /H[a b].
rewrite opprD addrACA (splitr e); apply: le_trans (ler_norm_add _ _) _; exact: ler_add.
Qed.
Lemma limit0_mul phi psi l m :
  limit0 phi l -> limit0 psi m -> limit0 (fun h => phi h * psi h) (l * m).
Proof.
move=> L M e e0; set c := 1 + `|l| + `|m|.
have c0 : 0 < c by rewrite /c -addrA ltr_paddr ?addr_ge0.
have ec0 : 0 < Num.min 1 (e / c) by rewrite lt_minr ltr01 divr_gt0.
have [d d0 H] := limit0_two L M ec0; exists d => // h /H[a b].
have a1 : `|phi h - l| <= 1 by apply: le_trans a _; rewrite le_minl lexx.
have -> : phi h * psi h - l * m
  = (phi h - l) * (psi h - m) + l * (psi h - m) + (phi h - l) * m by rnorm R; ring.
apply: le_trans (ler_norm_add _ _) _; rewrite normrM.
apply: le_trans (ler_add (ler_norm_add _ _) (lexx _)) _; rewrite !normrM.
have bc : `|psi h - m| <= e / c by apply: le_trans b _; rewrite le_minl lexx orbT.
have ac : `|phi h - l| <= e / c by apply: le_trans a _; rewrite le_minl lexx orbT.
have -> : e = 1 * (e / c) + `|l| * (e / c) + (e / c) * `|m|.
  rewrite [_ * `|m|]mulrC -!mulrDl -/c mulrC divfK //; exact: lt0r_neq0.
apply: ler_add; first apply: ler_add.
- by apply: ler_pmul.
- by apply: ler_wpmul2l.
- by apply: ler_wpmul2r.
Qed.
Lemma limit0_inv phi l : l != 0 -> limit0 phi l -> limit0 (fun h => (phi h)^-1) l^-1.
Proof.
move=> l0 L e e0; have n0 : 0 < `|l| by rewrite normr_gt0.
have k0 : 0 < Num.min (`|l| / 2%:R) (e * (`|l| * (`|l| / 2%:R))).
  have h2 : 0 < `|l| / 2%:R by rewrite divr_gt0 ?ltr0n.
  by rewrite lt_minr h2; apply: mulr_gt0 => //; apply: mulr_gt0.
have [d d0 H] := L _ k0; exists d => // h /H; rewrite le_minr => /andP[a b].
have half : `|l| / 2%:R <= `|phi h|.
  have : `|l| <= `|phi h| + `|l| / 2%:R.
    apply: le_trans (_ : `|phi h| + `|phi h - l| <= _); last by rewrite ler_add2l.
    by rewrite -{1}[l](subKr (phi h)); apply: ler_norm_sub.
  by rewrite {1}(splitr `|l|) ler_add2r.
have p0 : 0 < `|phi h| by apply: lt_le_trans half; rewrite divr_gt0 ?ltr0n.
have /eqP f0 : phi h != 0 by rewrite -normr_gt0.
move/eqP: (l0) => l0'.
have -> : (phi h)^-1 - l^-1 = - (phi h - l) / (phi h * l) by rnorm R; field; split.
rewrite normrM normrN normfV normrM ler_pdivr_mulr ?mulr_gt0 //.
apply: le_trans b _; apply: ler_wpmul2l; first exact: ltW.
rewrite mulrC; apply: ler_wpmul2r => //; exact: ltW.
Qed.
Lemma limit0_comp phi psi l :
  limit0 phi l -> limit0 psi 0 -> limit0 (fun h => phi (psi h)) l.
Proof.
move=> L M e e0; have [d d0 H] := L e e0.
have d2 : 0 < d / 2%:R by rewrite divr_gt0 ?ltr0n.
have [d' d0' H'] := M _ d2; exists d' => // h /H'; rewrite subr0 => a; apply: H.
by apply: le_lt_trans a _; rewrite ltr_pdivr_mulr ?ltr0n // ltr_pmulr // ltr1n.
Qed.
Lemma limit0_sum (I : finType) (F : I -> R -> R) (L : I -> R) :
  (forall i, limit0 (F i) (L i)) -> limit0 (fun h => \sum_i F i h) (\sum_i L i).
Proof.
move=> H; elim: (index_enum I) => [|i s IH].
  by apply: (limit0_ext (phi := fun=> 0)) => [h|]; rewrite big_nil //; apply: limit0_const.
apply: (limit0_ext (phi := fun h => F i h + \sum_(j <- s) F j h)) => [h|]; rewrite big_cons //.
by apply: limit0_add.
Qed.

(* the derivative as the limit of a slope: f (x + h) = f x + phi h * h, phi h -> l *)
Lemma slope_derivative f x l phi :
  (forall h, f (x + h) = f x + phi h * h) -> limit0 phi l -> derivative_at f x l.
Proof.
move=> E L e /L[d d0 H]; exists d => // h /H a.
by rewrite E [f x + _]addrC addrK -mulrBl normrM ler_wpmul2r.
Qed.
Lemma derivative_slope f x l : derivative_at f x l ->
  exists2 phi, forall h, f (x + h) = f x + phi h * h & limit0 phi l.
Proof.
move=> D; exists (fun h => if h == 0 then l else (f (x + h) - f x) / h).
  move=> h; case: eqP => [->|/eqP h0]; first by rewrite !addr0 mulr0 addr0.
  by rewrite divfK // [RHS]addrC subrK.
move=> e e0; have [d d0 H] := D e e0; exists d => // h /H; case: eqP => [_ _|/eqP h0 a].
  by rewrite subrr normr0 ltW.
have h1 : 0 < `|h| by rewrite normr_gt0.
by rewrite -{1}[l](mulfK h0) -mulrBl normrM normfV ler_pdivr_mulr.
Qed.
End Limits.

Section Rules.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
Implicit Types (f g : R -> R) (x l m c : R).

Lemma derivative_ext f g x l : f =1 g -> derivative_at f x l -> derivative_at g x l.
Proof. by move=> E D e /D[d d0 H]; exists d => // h /H; rewrite !E. Qed.
Lemma derivative_value f x l m : l = m -> derivative_at f x l -> derivative_at f x m.
Proof. by move=> ->. Qed.
Lemma derivative_const c x : derivative_at (fun=> c) x 0.
Proof. by apply: (slope_derivative (phi := fun=> 0)) => [h|]; rewrite ?mul0r ?addr0 //; apply: limit0_const. Qed.
Lemma derivative_affine a c x : derivative_at (fun t => a + t * c) x c.
Proof.
apply: (slope_derivative (phi := fun=> c)) => [h|]; last exact: limit0_const.
by rnorm R; ring.
Qed.
Lemma derivative_continuous f x l : derivative_at f x l -> limit0 (fun h => f (x + h)) (f x).
Proof.
move=> /derivative_slope[phi E L]; apply: (limit0_ext (phi := fun h => f x + phi h * h)) => [h|].
  by rewrite E.
have := limit0_add (limit0_const (f x)) (limit0_mul L (@limit0_id R)).
by rewrite mulr0 addr0.
Qed.
Lemma derivative_add f g x l m :
  derivative_at f x l -> derivative_at g x m -> derivative_at (fun t => f t + g t) x (l + m).
Proof.
move=> /derivative_slope[phi E L] /derivative_slope[psi E' L'].
apply: (slope_derivative (phi := fun h => phi h + psi h)); last exact: limit0_add.
by move=> h; rewrite E E' mulrDl addrACA.
Qed.
Lemma derivative_mul f g x l m : derivative_at f x l -> derivative_at g x m ->
  derivative_at (fun t => f t * g t) x (l * g x + f x * m).
Proof.
move=> /derivative_slope[phi E L] /derivative_slope[psi E' L'].
apply: (slope_derivative
  (phi := fun h => phi h * g x + f x * psi h + (phi h * psi h) * h)) => [h|].
  by rewrite E E'; rnorm R; ring.
have -> : l * g x + f x * m = l * g x + f x * m + l * m * 0 by rewrite mulr0 addr0.
by do ![apply: limit0_add|apply: limit0_mul|apply: limit0_const|apply: limit0_id].
Qed.
Lemma derivative_scale c f x l : derivative_at f x l -> derivative_at (fun t => c * f t) x (c * l).
Proof.
move=> D; apply: derivative_value (derivative_mul (derivative_const c x) D).
by rewrite mul0r add0r.
Qed.
Lemma derivative_opp f x l : derivative_at f x l -> derivative_at (fun t => - f t) x (- l).
Proof.
move=> D; apply: (derivative_ext (f := fun t => -1 * f t)) => [t|]; first by rewrite mulN1r.
by rewrite -(mulN1r l); apply: derivative_scale.
Qed.
Lemma derivative_inv f x l : (forall t, f t != 0) -> derivative_at f x l ->
  derivative_at (fun t => (f t)^-1) x (- l / f x ^+ 2).
Proof.
move=> f0 D; have C := derivative_continuous D; have /derivative_slope[phi E L] := D.
apply: (slope_derivative (phi := fun h => - phi h * ((f (x + h))^-1 * (f x)^-1))) => [h|].
  have /eqP a0 := f0 x; have := f0 (x + h); rewrite E => /eqP b0.
  by rnorm R; field; split.
rewrite expr2 invfM; apply: limit0_mul; last apply: limit0_mul.
- apply: (limit0_ext (phi := fun h => -1 * phi h)) => [h|]; rewrite ?mulN1r //.
  by rewrite -(mulN1r l); apply: limit0_mul => //; apply: limit0_const.
- exact: limit0_inv.
- exact: limit0_const.
Qed.
Lemma derivative_div f g x l m : (forall t, g t != 0) ->
  derivative_at f x l -> derivative_at g x m ->
  derivative_at (fun t => f t / g t) x (l / g x - f x / g x * (m / g x)).
Proof.
move=> g0 D D'; apply: derivative_value (derivative_mul D (derivative_inv g0 D')).
have /eqP a0 := g0 x; by rnorm R; field.
Qed.
Lemma derivative_comp f g x l m : derivative_at f (g x) l -> derivative_at g x m ->
  derivative_at (fun t => f (g t)) x (l * m).
Proof.
move=> /derivative_slope[phi E L] /derivative_slope[psi E' L'].
apply: (slope_derivative (phi := fun h => phi (psi h * h) * psi h)) => [h|].
  by rewrite E' E mulrA.
apply: limit0_mul (L'); apply: limit0_comp => //.
by have := limit0_mul L' (@limit0_id R); rewrite mulr0.
Qed.
Lemma derivative_sum (I : finType) (F : I -> R -> R) x (L : I -> R) :
  (forall i, derivative_at (F i) x (L i)) ->
  derivative_at (fun t => \sum_i F i t) x (\sum_i L i).
Proof.
move=> H; elim: (index_enum I) => [|i s IH].
  by apply: (derivative_ext (f := fun=> 0)) => [t|]; rewrite big_nil //; apply: derivative_const.
apply: (derivative_ext (f := fun t => F i t + \sum_(j <- s) F j t)) => [t|]; rewrite big_cons //.
by apply: derivative_add.
Qed.
End Rules.

(* softmax, with an exponential that is its own derivative *)
Section Softmax.
Variables (R : realFieldType) (ex : R -> R) (J : finType) (z : R -> J -> R) (dz : J -> R) (x : R).
Hypotheses (ex0 : forall y, 0 < ex y) (exd : forall y, derivative_at ex y (ex y))
  (zd : forall j, derivative_at (fun t => z t j) x (dz j)) (some : J).
Let a j := ex (z x j) / \sum_k ex (z x k).
Lemma softmax_positive t : \sum_k ex (z t k) != 0.
Proof.
rewrite gt_eqF // (bigD1 some) //= ltr_paddr ?ex0 //.
by apply: sumr_ge0 => k _; apply: ltW.
Qed.
Lemma derivative_softmax j :
  derivative_at (fun t => ex (z t j) / \sum_k ex (z t k)) x (a j * (dz j - \sum_k a k * dz k)).
Proof.
have D i : derivative_at (fun t => ex (z t i)) x (ex (z x i) * dz i).
  exact: derivative_comp (exd _) (zd i).
apply: derivative_value (derivative_div softmax_positive (D j) (derivative_sum D)).
rewrite mulrBr mulrAC -/(a j); congr (_ - _ * _).
by rewrite mulr_suml; apply: eq_bigr => k _; rewrite mulrAC.
Qed.
End Softmax.
